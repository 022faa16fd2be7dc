/*
	A flash that is not real, with the two slots of a board and ESP-IDF's bootloader before them: what src/platform/native/update.c
	and trial.c are on the ESP32. Knows no host, for the tests run on XS, too.

	Like a real one it erases sectors to ones, and writing only clears bits. The choice of a slot is kept as ESP-IDF keeps it, in
	two entries of which the one with the higher number counts, each with its state; so an update is as safe here as its steps
	are. The power may be cut at any byte or erasure: from then on everything throws until the next `start`.

	Limits: an image is known by its first byte, by its whole length where ESP-IDF has that of its first segment, and by the
	digest of `digestOf` at its end.
*/

const sectorOfChip = 4096;

/** States of an entry, as esp_ota_img_states_t names them. */
export type State = "new" | "pending" | "valid" | "invalid" | "aborted";

interface Entry {
	sequence: number;
	state: State;
}

/** What the bootloader and the two slots keep without power. */
export interface Content {
	readonly slots: readonly [Uint8Array, Uint8Array];
	/** An erased one is undefined. */
	readonly entries: [Entry | undefined, Entry | undefined];
}

export interface FakeFlashOptions {
	readonly slotSize: number;
	/** Bytes that are erased at once. */
	readonly sectorSize?: number;
	/** A digest of an image, which it has at its end. */
	digestOf(bytes: Uint8Array): Uint8Array;
	readonly content?: Content;
}

const magic = 0xe9;
/** Where an image has its length. */
export const lengthAt = 28;

const lengthOf = (image: Uint8Array): number => {
	let length = 0;
	for (let i = 3; i >= 0; i--) length = length * 256 + image[lengthAt + i];
	return length;
};

export class PowerCut extends Error {
	constructor() {
		super("the power is cut");
	}
}

export class FakeFlash {
	readonly content: Content;
	/** The slot that runs. */
	running = 0;
	/** How many bytes written and sectors erased there may still be before the power is cut. */
	power = Number.POSITIVE_INFINITY;
	/** How many there have been. */
	spent = 0;
	private readonly options: FakeFlashOptions;
	private next: number | undefined;

	constructor(options: FakeFlashOptions) {
		this.options = options;
		const { slotSize } = options;
		this.content = options.content ?? {
			slots: [new Uint8Array(slotSize).fill(0xff), new Uint8Array(slotSize).fill(0xff)],
			entries: [undefined, undefined],
		};
	}

	/** Writes the first image, as by cable. */
	flash(image: Uint8Array): void {
		const { slots, entries } = this.content;
		slots[0].fill(0xff).set(image);
		entries[0] = entries[1] = undefined;
	}

	/** Power comes, or a restart: what the bootloader does. Returns the slot that runs, or undefined for a dead board. */
	start(): number | undefined {
		this.power = Number.POSITIVE_INFINITY;
		this.next = undefined;
		const { entries } = this.content;
		for (const entry of entries) if (entry?.state === "pending") entry.state = "aborted";
		const active = this.active();
		const wanted = active ? (active.sequence - 1) % 2 : 0;
		if (active?.state === "new") active.state = "pending";
		for (const slot of [wanted, 1 - wanted]) {
			if (!this.imageIn(slot)) continue;
			if (!entries[0] && !entries[1]) entries[0] = { sequence: slot + 1, state: "valid" };
			this.running = slot;
			return slot;
		}
		return undefined;
	}

	/** The image in a slot, or undefined if there is none that is whole. */
	imageIn(slot: number): Uint8Array | undefined {
		const bytes = this.content.slots[slot];
		const image = bytes.subarray(0, lengthOf(bytes));
		return image[0] === magic && image.length > lengthAt + 36 && this.isWhole(image) ? image : undefined;
	}

	get space(): number {
		return this.options.slotSize;
	}

	get onTrial(): boolean {
		return this.entryOf(this.running)?.state === "pending";
	}

	get wasTried(): boolean {
		const state = this.entryOf(1 - this.running)?.state;
		return state === "aborted" || state === "invalid";
	}

	begin(): void {
		if (this.onTrial) throw new Error("ESP-IDF's error 0x1506");
		this.use(1);
		// What the other slot had been chosen by is no choice any more.
		const other = this.content.entries.findIndex((entry) => entry && (entry.sequence - 1) % 2 !== this.running);
		if (other >= 0) this.content.entries[other] = undefined;
		this.next = 0;
	}

	write(bytes: Uint8Array): void {
		const slot = this.content.slots[1 - this.running];
		const { sectorSize = sectorOfChip } = this.options;
		if (this.next === undefined) throw new Error("nothing was begun");
		for (const byte of bytes) {
			if (this.next >= slot.length) throw new Error("ESP-IDF's error 0x104");
			if (this.next % sectorSize === 0) {
				this.use(1);
				slot.fill(0xff, this.next, this.next + sectorSize);
			}
			this.use(1);
			slot[this.next++] &= byte;
		}
	}

	activate(): void {
		const other = 1 - this.running;
		if (this.next === undefined) throw new Error("nothing was begun");
		const image = this.content.slots[other].subarray(0, this.next);
		this.next = undefined;
		if (image[0] !== magic || lengthOf(image) !== image.length || !this.isWhole(image))
			throw new Error("ESP-IDF's error 0x1503");
		const { entries } = this.content;
		const active = this.active();
		const at = active && active === entries[0] ? 1 : 0;
		let sequence = active?.sequence ?? 0;
		do sequence++;
		while ((sequence - 1) % 2 !== other);
		// A sector is erased, and then the entry written.
		this.use(1);
		entries[at] = undefined;
		this.use(32);
		entries[at] = { sequence, state: "new" };
	}

	abort(): void {
		this.next = undefined;
	}

	confirm(): void {
		if (this.onTrial) this.mark("valid");
	}

	/** Marks the version as one that is not to start; the restart is the caller's. */
	reject(): void {
		if (this.onTrial) this.mark("invalid");
	}

	private mark(state: State): void {
		const { entries } = this.content;
		const at = entries.findIndex((entry) => entry !== undefined && entry === this.entryOf(this.running));
		const entry = entries[at];
		if (!entry) return;
		this.use(1);
		entries[at] = undefined;
		this.use(32);
		entries[at] = { sequence: entry.sequence, state };
	}

	private entryOf(slot: number): Entry | undefined {
		return this.content.entries.find((entry) => entry && (entry.sequence - 1) % 2 === slot);
	}

	private active(): Entry | undefined {
		return this.content.entries.reduce<Entry | undefined>((best, entry) => {
			if (!entry || entry.state === "invalid" || entry.state === "aborted") return best;
			return best && best.sequence > entry.sequence ? best : entry;
		}, undefined);
	}

	private isWhole(image: Uint8Array): boolean {
		const body = image.subarray(0, image.length - 32);
		const digest = this.options.digestOf(body);
		return digest.every((byte, i) => byte === image[body.length + i]);
	}

	private use(units: number): void {
		if (this.power < units) {
			this.power = 0;
			throw new PowerCut();
		}
		this.power -= units;
		this.spent += units;
	}
}
