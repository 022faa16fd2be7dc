/*
	Stand-in for the SDK's "embedded:io/socket/listener": clients connect when the bench says so.
*/

interface Options {
	readonly port: number;
	readonly target?: unknown;
	onReadable(this: Listener, count: number): void;
}

export default class Listener {
	static newest: Listener | undefined;
	readonly target: unknown;
	private readonly options: Options;
	private waiting: readonly TCP[] = [];

	constructor(options: Options) {
		this.target = options.target;
		this.options = options;
		Listener.newest = this;
	}

	get port(): number {
		return this.options.port;
	}

	read(): TCP | undefined {
		const [first, ...others] = this.waiting;
		this.waiting = others;
		return first;
	}

	/** A client connects, or several; returns the socket that has taken the last one over, or the one that was closed again. */
	connect(...clients: readonly TCP[]): TCP {
		this.waiting = clients.length ? clients : [new TCP()];
		this.options.onReadable.call(this, this.waiting.length);
		return TCP.newest();
	}
}
