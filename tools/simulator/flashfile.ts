// The desktop's flash with its two slots, in a file beside the preferences; and what an image is here.
//
// Strategy: an image says which version it is and how it behaves, and nothing else: whatever the slot, it is the one firmware
// that is here that runs, under that version. So the whole life of an update can be seen on a desktop: versions that crash or
// hang at their start, or that find no network. The file comes with the first update that is activated, and is written at each
// step that a restart has to find. Limit: power that goes in between is for the tests, which cut it at any byte.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Content, FakeFlash, lengthAt } from "./fakeflash.js";

/** Bytes of a slot: enough for what an image is here. */
const slotSize = 64 * 4096;

const behaviours = ["works", "crashes", "hangs", "finds no network"] as const;
export type Behaviour = (typeof behaviours)[number];

export interface Firmware {
	readonly version: string;
	readonly behaviour: Behaviour;
}

/** ESP-IDF's header and that of the first segment, as far as anybody looks at them. */
const head = Uint8Array.from([0xe9, 1, ...new Array<number>(30).fill(0)]);

const digestOf = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** An image of `size` bytes for the desktop's flash. */
export function makeImage({ version, behaviour }: Firmware, size = 16_384): Uint8Array {
	const body = Buffer.alloc(size - 32);
	body.set(head);
	body.writeUInt32LE(size, lengthAt);
	body.write(`${JSON.stringify({ version, behaviour })}\n`, head.length);
	for (let i = 256; i < body.length; i++) body[i] = i * 31 + version.length;
	return Buffer.concat([body, digestOf(body)]);
}

/** What a whole image is that says nothing of the kind, such as one for a board: a program that crashes. */
const unknown: Firmware = Object.freeze({ version: "unknown", behaviour: "crashes" });

function firmwareIn(image: Uint8Array): Firmware {
	const text = Buffer.from(image.subarray(head.length, 256)).toString();
	try {
		const { version, behaviour } = JSON.parse(text.slice(0, text.indexOf("\n")));
		return typeof version === "string" && behaviours.includes(behaviour) ? { version, behaviour } : unknown;
	} catch {
		return unknown;
	}
}

/** What a file has in front of the slots, as JSON in one line. */
interface Head {
	readonly entries: Content["entries"];
	readonly reset?: number;
}

export class FlashFile {
	readonly #path: string | undefined;
	readonly flash: FakeFlash;
	/** Why the firmware has started, as esp_reset_reason_t counts; undefined where nothing has reset it. */
	readonly reset: number | undefined;

	/** The file need not exist yet: then the slot that runs has `version`. Without a path nothing outlasts the program. */
	constructor(path: string | undefined, version: string) {
		this.#path = path;
		const kept = contentOf(path);
		this.reset = kept?.reset;
		this.flash = new FakeFlash({ slotSize, digestOf, content: kept?.content });
		if (!kept) this.flash.flash(makeImage({ version, behaviour: "works" }));
	}

	/** What the bootloader does. Throws when neither slot can be started. */
	start(): Firmware {
		const slot = this.flash.start();
		const image = slot === undefined ? undefined : this.flash.imageIn(slot);
		if (!image) throw new Error(`${this.#path}: neither slot has an image; remove the file`);
		if (contentOf(this.#path)) this.save();
		return firmwareIn(image);
	}

	/** Keeps everything, with why the next start will be one. */
	save(reset?: number): void {
		if (!this.#path) return;
		const { slots, entries } = this.flash.content;
		const unfinished = `${this.#path}.${process.pid}`;
		mkdirSync(dirname(this.#path), { recursive: true });
		const text = `${JSON.stringify({ entries: entries.map((entry) => entry ?? null), reset })}\n`;
		writeFileSync(unfinished, Buffer.concat([Buffer.from(text), ...slots]));
		renameSync(unfinished, this.#path);
	}
}

function contentOf(path = ""): { content: Content; reset: number | undefined } | undefined {
	let bytes: Buffer;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return undefined;
		throw new Error(`the flash cannot be read: ${message}`);
	}
	const end = bytes.indexOf("\n") + 1;
	if (bytes.length !== end + 2 * slotSize) throw new Error(`${path} is no flash; remove it`);
	const { entries, reset }: Head = JSON.parse(bytes.subarray(0, end).toString());
	const slotAt = (start: number) => Uint8Array.from(bytes.subarray(start, start + slotSize));
	const [first, second] = entries;
	return {
		content: { slots: [slotAt(end), slotAt(end + slotSize)], entries: [first ?? undefined, second ?? undefined] },
		reset: reset ?? undefined,
	};
}
