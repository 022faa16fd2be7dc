/*
	Stand-in for the SDK's "embedded:io/socket/listener": clients connect when the bench says so.
*/

interface Options {
	readonly port: number;
	onReadable(this: Listener, count: number): void;
}

export default class Listener {
	static newest: Listener | undefined;
	private readonly options: Options;
	private waiting: TCP | undefined;

	constructor(options: Options) {
		this.options = options;
		Listener.newest = this;
	}

	get port(): number {
		return this.options.port;
	}

	read(): TCP | undefined {
		const { waiting } = this;
		this.waiting = undefined;
		return waiting;
	}

	/** A client connects; returns the socket that has taken it over, or the one that was closed again. */
	connect(): TCP {
		this.waiting = new TCP();
		this.options.onReadable.call(this, 1);
		return TCP.newest();
	}
}
