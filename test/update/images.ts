/*
	Images for the tests, and a board that takes them: its flash is not real (tools/simulator/fakeflash.ts), and digests are a
	hash of 32 bytes that any host has time for.
*/

import {
	descriptionLength,
	Field,
	format,
	type Here,
	headLength,
	magic,
	SignatureKind,
} from "../../src/update/image.js";
import { type Digest, Receiver, type ReceiverOptions } from "../../src/update/receiver.js";
import { FakeFlash, lengthAt } from "../../tools/simulator/fakeflash.js";
import { charactersOf, concat } from "../harness.js";

/** FNV-1a, once forwards; and once more with other constants, so that two changes do not cancel each other. */
export class FakeDigest implements Digest {
	private one = 0x811c9dc5;
	private other = 0x9e3779b1;

	write(bytes: Uint8Array): void {
		let { one, other } = this;
		for (let i = 0; i < bytes.length; i++) {
			one = Math.imul(one ^ bytes[i], 0x01000193);
			other = Math.imul(other, 31) + bytes[i];
		}
		this.one = one;
		this.other = other | 0;
	}

	close(): Uint8Array {
		const digest = new Uint8Array(32);
		for (let i = 0; i < 32; i++) digest[i] = (i & 4 ? this.one : this.other + i) >>> (8 * (i & 3));
		return digest;
	}
}

export function digestOf(...pieces: Uint8Array[]): Uint8Array {
	const digest = new FakeDigest();
	for (const piece of pieces) digest.write(piece);
	return digest.close();
}

/** An image of `size` bytes that the fake flash takes; `seed` makes different ones. */
export function makeImage(size: number, seed: number, chip = 0): Uint8Array {
	const image = new Uint8Array(size);
	for (let i = 0; i < size; i++) image[i] = Math.imul(i + 1, 0x9e3779b1 ^ seed) >>> 13;
	image.fill(0, 0, 32);
	image[0] = 0xe9;
	image[1] = 6;
	image[12] = chip;
	image[lengthAt] = size;
	image[lengthAt + 1] = size >> 8;
	image.set(digestOf(image.subarray(0, size - 32)), size - 32);
	return image;
}

export interface Described {
	readonly project?: string;
	readonly board?: string;
	readonly version?: string;
	readonly build?: string;
	readonly chip?: number;
	readonly size?: number;
	readonly signature?: Uint8Array;
}

/** The file of an image, described as one wants. */
export function makeFile(image: Uint8Array, described: Described = {}): Uint8Array {
	const { project = "dipsocket", board = "ESP32", version = "0.2.0", build = "b2", signature } = described;
	const { chip = image[12], size = image.length } = described;
	const file = concat([new Uint8Array(descriptionLength), image]);
	file.set(magic);
	file[Field.format] = format;
	file[Field.signatureKind] = signature ? SignatureKind.p256 : SignatureKind.none;
	file[Field.chip] = chip;
	for (let i = 0; i < 4; i++) file[Field.size + i] = size >>> (8 * i);
	for (const [at, text] of [
		[Field.project, project],
		[Field.board, board],
		[Field.version, version],
		[Field.build, build],
	] as const)
		file.set(charactersOf(text), at);
	file.set(digestOf(file.subarray(0, Field.digest), image), Field.digest);
	if (signature) file.set(signature, Field.signature);
	return file;
}

export const headOf = (file: Uint8Array): Uint8Array => file.slice(0, headLength);

export const here: Here = Object.freeze({
	chip: 0,
	project: "dipsocket",
	board: "ESP32",
	version: "0.1.0",
	space: 8192,
	signed: false,
});

/** A board with a version in its first slot, started. Small, for it has to fit a board's heap with all that tests have beside. */
export function board(slotSize = 2048, size = 600): FakeFlash {
	const flash = new FakeFlash({ slotSize, sectorSize: 256, digestOf });
	flash.flash(makeImage(size, 1));
	flash.start();
	return flash;
}

export function receiverFor(flash: FakeFlash, changes: Partial<ReceiverOptions> = {}): Receiver {
	return new Receiver({ here, slot: flash, openDigest: () => new FakeDigest(), verify: () => false, ...changes });
}

/** Gives a file to a receiver, in pieces; returns what is wrong, or undefined once it is activated. */
export function install(receiver: Receiver, file: Uint8Array, piece = 300): string | undefined {
	const refusal = receiver.begin(headOf(file));
	if (refusal) return refusal;
	for (let at = descriptionLength + receiver.received; at < file.length; at += piece) {
		const fault = receiver.write(file.slice(at, at + piece));
		if (fault) return fault;
	}
	return receiver.activate();
}
