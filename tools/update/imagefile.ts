// The file of an update: an image as ESP-IDF makes it, behind our description of it (src/update/README.md), signed if there is
// a key. It is made at the end of a build and read by whoever sends it.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Image } from "../../src/update/image.js";
import {
	descriptionLength,
	Field,
	format,
	headLength,
	magic,
	parseHead,
	SignatureKind,
} from "../../src/update/image.js";

/** Where `npm run keys` leaves the private key. */
export const keyFile = resolve("keys/update.pem");

export interface Description {
	readonly project: string;
	readonly board: string;
	readonly version: string;
	readonly build: string;
}

/** Where ESP-IDF's header names the chip. */
const espChip = 12;

/** The file of an image. Throws Error for a text that does not fit. */
export function makeFile(image: Uint8Array, description: Description, key?: KeyObject): Buffer {
	const { project, board, version, build } = description;
	const file = Buffer.alloc(descriptionLength + image.length);
	file.set(image, descriptionLength);
	file.set(magic);
	file[Field.format] = format;
	file[Field.signatureKind] = key ? SignatureKind.p256 : SignatureKind.none;
	file.set(image.subarray(espChip, espChip + 2), Field.chip);
	file.writeUInt32LE(image.length, Field.size);
	put(file, "project", project, Field.project, Field.board);
	put(file, "board", board, Field.board, Field.version);
	put(file, "version", version, Field.version, Field.build);
	put(file, "build", build.slice(0, Field.digest - Field.build), Field.build, Field.digest);
	file.set(digestOf(file), Field.digest);
	if (key) file.set(sign("sha256", digestOf(file), { key, dsaEncoding: "ieee-p1363" }), Field.signature);
	const judged = parseHead(file.subarray(0, headLength));
	if (typeof judged === "string") throw new Error(judged);
	return file;
}

/** What a file says of itself. Throws Error with a sentence when it is none, or not whole. */
export function readFile(file: Uint8Array): Image {
	const image = parseHead(file.subarray(0, headLength));
	if (typeof image === "string") throw new Error(image);
	if (file.length !== descriptionLength + image.size)
		throw new Error(
			`The file has ${file.length} bytes in place of ${descriptionLength + image.size}: it is not whole.`,
		);
	if (!digestOf(file).equals(image.digest)) throw new Error("The file was altered: its digest is another.");
	return image;
}

/** The private key, where there is one. */
export const readKey = (path = keyFile): KeyObject | undefined =>
	existsSync(path) ? createPrivateKey(readFileSync(path)) : undefined;

/** x and y of its public key in hexadecimal digits, as the configuration's `updateKey` has them. */
export function publicKeyOf(key: KeyObject): string {
	const { x = "", y = "" } = createPublicKey(key).export({ format: "jwk" });
	return [x, y].map((part) => Buffer.from(part, "base64url").toString("hex")).join("");
}

/** What the digest is of: all that is described, and the image. */
const described = (file: Uint8Array): Buffer =>
	Buffer.concat([file.subarray(0, Field.digest), file.subarray(descriptionLength)]);

const digestOf = (file: Uint8Array): Buffer => createHash("sha256").update(described(file)).digest();

function put(file: Buffer, name: string, text: string, start: number, end: number): void {
	if (text.length > end - start || /[^ -~]/.test(text))
		throw new Error(`the ${name} of an image has at most ${end - start} characters of ASCII: "${text}"`);
	file.write(text, start, "latin1");
}
