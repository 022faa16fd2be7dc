/*
	Stand-in for the SDK's "embedded:io/digitalbank": pins that the bench moves.
*/

interface Options {
	readonly mode: number;
	onReadable?(this: DigitalBank, trigger: number): void;
}

export default class DigitalBank {
	static readonly InputPullUp = 1;
	static readonly InputPullDown = 2;
	static readonly Output = 8;
	/** The bank of the switches, which is the first. */
	static inputs: DigitalBank | undefined;
	/** An open one is never garbage. */
	private static readonly all: (DigitalBank | undefined)[] = [undefined, undefined, undefined, undefined];
	private readonly onReadable: Options["onReadable"];
	private pins = 0;

	constructor({ onReadable }: Options) {
		this.onReadable = onReadable;
		DigitalBank.all[DigitalBank.all.indexOf(undefined)] = this;
		if (onReadable) DigitalBank.inputs ??= this;
	}

	read(): number {
		return this.pins;
	}

	write(pins: number): void {
		this.pins = pins;
	}

	/** Moves the pins in `mask`. */
	flip(mask: number): void {
		this.pins ^= mask;
		this.onReadable?.call(this, mask);
	}
}
