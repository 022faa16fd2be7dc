/*
	Stand-in for the firmware's own native "tlsfilter", without any cipher, for tests of who is let in (test/platform/): a client's
	handshake is the letters "h" and "f", each of which takes a costly step, with an answer "s" in between; "!" breaks it, which
	is said by "a". Behind it plaintext is its own ciphertext, and the end is "e", either way.
*/

const Phase = Object.freeze({ shaking: 0, open: 1, ended: 2, broken: 3 } as const);

const endLetter = 0x65;

export class Identity {}

export class Filter {
	/** Those that have the memory of a session, and every costly step that was ever taken. */
	static alive = 0;
	static steps = 0;
	/** Called in each step, for one that takes time. */
	static onStep: (() => void) | undefined;
	phase: number = Phase.shaking;
	readonly resumed = false;
	private input: number[] = [];
	private output: number[] = [];
	private closed = false;

	constructor() {
		Filter.alive++;
	}

	close(): void {
		if (!this.closed) Filter.alive--;
		this.closed = true;
	}

	get hungry(): boolean {
		return this.input.length < 10;
	}

	feed(bytes: Uint8Array): void {
		this.input.push(...bytes);
	}

	step(): boolean {
		const letter = this.input.shift();
		if (letter === undefined) return false;
		Filter.steps++;
		Filter.onStep?.();
		if (letter === 0x68) this.say("s");
		else if (letter === 0x66) this.phase = Phase.open;
		else {
			this.phase = Phase.broken;
			this.say("a");
		}
		return this.phase === Phase.shaking && this.input.length > 0;
	}

	read(): ArrayBuffer | undefined {
		if (this.phase !== Phase.open || this.input.length === 0) return undefined;
		const end = this.input.indexOf(endLetter);
		const read = this.input.splice(0, end < 0 ? this.input.length : end);
		if (read.length) return Uint8Array.from(read).buffer;
		this.phase = Phase.ended;
		return undefined;
	}

	get writable(): number {
		return this.output.length ? 0 : 1000;
	}

	write(bytes: Uint8Array): void {
		this.output.push(...bytes);
	}

	end(): void {
		if (this.phase === Phase.open) this.say("e");
	}

	get pending(): number {
		return this.output.length;
	}

	take(most: number): ArrayBuffer | undefined {
		return Uint8Array.from(this.output.splice(0, most)).buffer;
	}

	private say(text: string): void {
		for (let i = 0; i < text.length; i++) this.output.push(text.charCodeAt(i));
	}
}
