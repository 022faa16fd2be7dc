/*
	The SDK's TCP and Listener as src/platform/tcp.ts sees them, moved by the test: for what real sockets cannot be made to
	do at will. Contract of modules/io/socket/lwip/tcp.c: a transfer may fail and then leaves `from` open; a write to a peer
	that is gone returns undefined, or throws once the end has been told.
*/

export interface Callbacks {
	onReadable?(this: FakeTCP, count: number): void;
	onWritable?(this: FakeTCP, count: number): void;
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
	readonly lengths: number[] = [];

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

	read(count: number): ArrayBuffer {
		return new ArrayBuffer(count);
	}

	write(bytes: Uint8Array): number | undefined {
		if (this.answer instanceof Error) throw this.answer;
		this.lengths.push(bytes.length);
		if (this.answer !== undefined) this.answer -= bytes.length;
		return this.answer;
	}

	close(): void {
		FakeTCP.open.delete(this);
	}

	readable(count: number): void {
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
