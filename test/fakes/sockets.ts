/*
	TCP and Listener as src/platform/tcp.ts sees them, moved by the test: for what real sockets cannot be made to do at will.
	A transfer may fail and then leaves `from` open; a write to a peer that is gone returns undefined, or throws with the SDK's
	own sockets, which have no `end` and no `onEnd` either.
*/

export interface Callbacks {
	onReadable?(this: FakeTCP, count: number): void;
	onWritable?(this: FakeTCP, count: number): void;
	onEnd?(this: FakeTCP): void;
	onError?(this: FakeTCP): void;
}

export class FakeTCP {
	/** Every instance that has not been closed: the SDK keeps them all alive. */
	static readonly open = new Set<FakeTCP>();

	callbacks: Callbacks = {};
	/** Whether lwIP had memory for it. */
	sound = true;
	/** What `write` answers with, or throws. */
	answer: number | undefined | Error = 1000;
	/** Bytes that wait to be read. */
	unread = 0;
	ended = false;

	constructor(options?: Callbacks & { from: FakeTCP }) {
		FakeTCP.open.add(this);
		if (!options) return;
		const { from } = options;
		if (!from.sound) {
			FakeTCP.open.delete(this);
			throw new Error("invalid from");
		}
		this.callbacks = options;
		from.close();
	}

	get remoteAddress(): string | undefined {
		return undefined;
	}

	/** As the firmware's own: what waits, 1,024 bytes at most. */
	read(): ArrayBuffer | undefined {
		const count = Math.min(this.unread, 1024);
		this.unread -= count;
		return count ? new ArrayBuffer(count) : undefined;
	}

	write(bytes: Uint8Array): number | undefined {
		if (this.answer instanceof Error) throw this.answer;
		if (this.answer !== undefined) this.answer -= bytes.length;
		return this.answer;
	}

	end(): void {
		this.ended = true;
	}

	close(): void {
		FakeTCP.open.delete(this);
	}

	readable(count: number): void {
		this.unread = count;
		this.callbacks.onReadable?.call(this, count);
	}

	isWritable(count: number): void {
		this.answer = count;
		this.callbacks.onWritable?.call(this, count);
	}
}

export class FakeListener {
	static instance: FakeListener | undefined;
	readonly pending: FakeTCP[] = [];
	private readonly options: { onReadable(this: FakeListener, count: number): void };

	constructor(options: { onReadable(this: FakeListener, count: number): void }) {
		this.options = options;
		FakeListener.instance = this;
	}

	read(): FakeTCP | undefined {
		return this.pending.shift();
	}

	/** Clients have connected. */
	connected(...clients: FakeTCP[]): void {
		this.pending.push(...clients);
		this.options.onReadable.call(this, this.pending.length);
	}
}

/** Callbacks of the SDK's Timer.set that have not been called yet. */
export const timers: (() => void)[] = [];

export const FakeTimer = { set: (callback: () => void) => timers.push(callback) };
