/*
	Fuzzes the head of an update's file and the receiver behind it: whatever comes is a sentence or an image whose fields are
	within their limits; nothing is erased for a head that is refused; and however the bytes behind it are cut, altered, left out
	or repeated, the board starts with the former version or with exactly the one that was described.
*/

import { descriptionLength, headLength, parseHead } from "../../src/update/image.js";
import type { Random } from "../harness.js";
import { board, digestOf, headOf, makeFile, makeImage, receiverFor } from "../update/images.js";
import { mutate } from "./bytes.js";
import { demand, type Fuzzer, once } from "./fuzzer.js";

const slotSize = 2048;

function parse(random: Random): void {
	let head: Uint8Array = headOf(makeFile(makeImage(400, random.next()), { build: once(random, 2) ? "" : "b2" }));
	for (let i = random.below(3); i >= 0; i--) head = mutate(random, head);
	const parsed = parseHead(once(random, 2) ? head : head.slice(0, headLength));
	if (typeof parsed === "string") {
		demand(parsed.length > 10 && parsed.endsWith("."), `no sentence: ${parsed}`);
		return;
	}
	const { project, board, version, build, digest, signature, size } = parsed;
	for (const text of [project, board, version, build])
		for (let i = 0; i < text.length; i++)
			demand(text.charCodeAt(i) >= 0x20 && text.charCodeAt(i) < 0x7f, `invisible in "${text}"`);
	demand(project.length > 0 && project.length <= 16 && board.length > 0 && board.length <= 32, "project or board");
	demand(version.length > 0 && version.length <= 32 && build.length <= 32, "version or build");
	demand(digest.length === 32 && (signature === undefined || signature.length === 64), "digest or signature");
	demand(size >= 0 && size <= 0xffff_ffff, `size ${size}`);
}

function receive(random: Random): void {
	const image = makeImage(300 + random.below(1200), random.next());
	const file = makeFile(image);
	const sent = once(random, 3) ? file : mutate(random, file);
	const flash = board(slotSize, 400);
	const receiver = receiverFor(flash);
	let refusal = receiver.begin(sent.slice(0, headLength));
	if (refusal) demand(flash.spent === 0, "erased before the head was right");
	let at = headLength;
	while (!refusal && at < sent.length) {
		const end = at + 1 + random.below(600);
		if (once(random, 30)) refusal = receiver.begin(sent.slice(0, headLength));
		refusal ??= receiver.write(sent.slice(at, end));
		at = Math.min(end, sent.length);
	}
	if (!refusal) refusal = receiver.activate();
	const slot = flash.start();
	demand(slot !== undefined, "a dead board");
	demand((slot === 1) === (refusal === undefined), `slot ${slot} after ${refusal}`);
	const runs = slot === 1 ? flash.imageIn(1) : undefined;
	const expected = digestOf(image);
	if (runs)
		demand(
			digestOf(runs).every((byte, i) => byte === expected[i]),
			"another image than the one described",
		);
	demand(descriptionLength < headLength, "the head has bytes of the image");
}

export const imageFuzzer: Fuzzer = {
	name: "image",
	round(random) {
		parse(random);
		receive(random);
	},
};
