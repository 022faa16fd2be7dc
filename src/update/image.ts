/*
	The head of an update's file: what it is an image of, and whether this board may run it. Byte offsets are in README.md.

	Everything here is judged before a byte of the flash is erased. What is wrong is a sentence for people. Limits: the head has
	one length, its texts have theirs and are visible ASCII; the size has to fit the slot.
*/

/** Our description of the image, and the first bytes of the image itself: ESP-IDF's header and that of its first segment. */
export const descriptionLength = 256;
export const headLength = descriptionLength + 32;

/** The description's fields, in bytes from its start; all integers little-endian, as ESP-IDF has them. */
export const Field = Object.freeze({
	magic: 0,
	format: 4,
	signatureKind: 5,
	chip: 6,
	size: 8,
	project: 16,
	board: 32,
	version: 64,
	build: 96,
	/** SHA-256 of what is in front of it and of the image. */
	digest: 128,
	/** r and s, 32 bytes each: ECDSA over P-256 with SHA-256, of the digest as a message. */
	signature: 160,
	reserved: 224,
} as const);

export const digestLength = 32;
export const signatureLength = 64;

/** "DIPU". */
export const magic: readonly number[] = Object.freeze([0x44, 0x49, 0x50, 0x55]);
export const format = 1;
export const SignatureKind = Object.freeze({ none: 0, p256: 1 } as const);

/** ESP-IDF's header: its first byte, how many segments there may be, and where it names the chip. */
const espMagic = 0xe9;
const mostSegments = 16;
const espSegments = 1;
const espChip = 12;

/** An image is at least a header and one segment with the app's description. */
const leastSize = 288;

/** ESP-IDF's numbers of the chips that there are boards of. */
const chips: Readonly<Record<number, string>> = Object.freeze({ 0: "ESP32", 5: "ESP32-C3", 9: "ESP32-S3" });

export interface Image {
	readonly chip: number;
	/** Bytes of the image; with its description the file has `descriptionLength` more. */
	readonly size: number;
	readonly project: string;
	readonly board: string;
	readonly version: string;
	readonly build: string;
	readonly digest: Uint8Array;
	/** Undefined when it is not signed. */
	readonly signature: Uint8Array | undefined;
}

/** What this board is and runs. */
export interface Here {
	readonly chip: number;
	readonly project: string;
	readonly board: string;
	readonly version: string;
	/** Bytes of the slot that an image may fill. */
	readonly space: number;
	/** Whether an image has to be signed. */
	readonly signed: boolean;
}

const noImage = "This is no image for a board: choose the .bin file that the build has left.";
const damaged = "The image is damaged in its first bytes.";

/** The image that a head of `headLength` bytes describes, or what is wrong with it. */
export function parseHead(head: Uint8Array): Image | string {
	if (head.length !== headLength || !magic.every((byte, i) => head[i] === byte)) return noImage;
	if (head[Field.format] !== format)
		return `This image is of a later kind (${head[Field.format]}) than this firmware knows: update by cable.`;
	const kind = head[Field.signatureKind] as number;
	const project = textAt(head, Field.project, Field.board);
	const board = textAt(head, Field.board, Field.version);
	const version = textAt(head, Field.version, Field.build);
	const build = textAt(head, Field.build, Field.digest);
	if (!project || !board || !version || build === undefined || kind > SignatureKind.p256) return damaged;
	if (!isZero(head, Field.size + 4, Field.project) || !isZero(head, Field.reserved, descriptionLength)) return damaged;
	if (kind === SignatureKind.none && !isZero(head, Field.signature, Field.reserved)) return damaged;
	const chip = uint16(head, Field.chip);
	const segments = head[descriptionLength + espSegments] as number;
	if (
		head[descriptionLength] !== espMagic ||
		segments < 1 ||
		segments > mostSegments ||
		uint16(head, descriptionLength + espChip) !== chip
	)
		return damaged;
	return {
		chip,
		size: uint16(head, Field.size) + uint16(head, Field.size + 2) * 0x1_0000,
		project,
		board,
		version,
		build,
		digest: head.slice(Field.digest, Field.digest + digestLength),
		signature: kind === SignatureKind.none ? undefined : head.slice(Field.signature, Field.signature + signatureLength),
	};
}

/** Why this board does not take the image, or undefined. Whether the signature is right is asked last, by who can. */
export function refusalOf(image: Image, here: Here): string | undefined {
	const { project, chip, board, size } = image;
	if (project !== here.project) return `This is an image of ${project}, and this board runs ${here.project}.`;
	if (chip !== here.chip)
		return `This image is for the chip ${chipName(chip)}, and this board has the ${chipName(here.chip)}.`;
	if (board !== here.board) return `This image is for the board ${board}, and this is ${here.board}.`;
	if (size < leastSize) return "The image is too short to be one.";
	if (size > here.space) return `The image has ${size} bytes, and there is room for ${here.space}.`;
	if (here.signed && !image.signature) return "The image is not signed, and this board takes signed ones only.";
	return undefined;
}

/** Whether version `one` is older than `other`, by the numbers in them; false where that cannot be told. */
export function isOlder(one: string, other: string): boolean {
	const left = numbersOf(one);
	const right = numbersOf(other);
	for (let i = 0; i < left.length && i < right.length; i++) {
		const difference = (left[i] as number) - (right[i] as number);
		if (difference || Number.isNaN(difference)) return difference < 0;
	}
	return left.length < right.length;
}

const numbersOf = (version: string): number[] => version.split(".").map((part) => Number(part));

const chipName = (chip: number): string => chips[chip] ?? `number ${chip}`;

const uint16 = (bytes: Uint8Array, offset: number): number =>
	(bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
	for (let i = start; i < end; i++) if (bytes[i]) return false;
	return true;
}

/** Visible ASCII with zeros behind it, or undefined for anything else. */
function textAt(bytes: Uint8Array, start: number, end: number): string | undefined {
	let text = "";
	let i = start;
	for (; i < end && bytes[i]; i++) {
		const byte = bytes[i] as number;
		if (byte < 0x20 || byte > 0x7e) return undefined;
		text += String.fromCharCode(byte);
	}
	return isZero(bytes, i, end) ? text : undefined;
}
