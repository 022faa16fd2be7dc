// A browser's clock and WebSocket, as far as the page needs them.
//
// Strategy: nothing happens by itself; the test lets time pass and plays the network.

/** Time that passes only in `advance`. It starts late enough that "never" (0) is long ago. */
export class FakeClock {
	now = 1_000_000;
	#last = 0;
	#timers = new Map<number, { at: number; action: () => void }>();

	readonly setTimeout = (action: () => void, ms: number): number => {
		this.#timers.set(++this.#last, { at: this.now + ms, action });
		return this.#last;
	};

	readonly clearTimeout = (timer: number | undefined): void => {
		if (timer !== undefined) this.#timers.delete(timer);
	};

	get pending(): number {
		return this.#timers.size;
	}

	/** Runs the timers that become due, in order; promises that settle meanwhile are given their turn. */
	async advance(ms: number): Promise<void> {
		const end = this.now + ms;
		for (;;) {
			const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
			if (!due) break;
			const [timer, { at, action }] = due;
			this.#timers.delete(timer);
			this.now = Math.max(this.now, at);
			action();
			await settled();
		}
		this.now = end;
	}
}

export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A WebSocket the test opens, feeds and ends. Events reach nobody once the page has let go of it. */
export class FakeSocket {
	onopen: (() => void) | null = null;
	onclose: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	readyState = 0;
	readonly sent: string[] = [];
	readonly url: string;

	constructor(url: string) {
		this.url = url;
	}

	get closed(): boolean {
		return this.readyState > 1;
	}

	open(): void {
		if (!this.closed) this.readyState = 1;
		this.onopen?.();
	}

	send(text: string): void {
		this.sent.push(text);
	}

	receive(data: unknown): void {
		this.onmessage?.({ data });
	}

	/** The peer or the network ends it. */
	end(): void {
		this.readyState = 3;
		this.onclose?.();
	}

	close(): void {
		this.readyState = 2;
	}
}
