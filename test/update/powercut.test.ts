/*
	The power goes at any moment of an update: what runs afterwards is the former version or the new one, whole.
*/

import { equal, Random, test } from "../harness.js";
import { board, headOf, install, makeFile, makeImage, receiverFor } from "./images.js";

const image = makeImage(1500, 9);
const file = makeFile(image);
/** Both slots are the same in length, so the former image is cheap to compare. */
const former = makeImage(600, 1);

/** A whole update of a board with so much power, then a start without any more trouble. Returns the slot that runs. */
function cutAfter(power: number, before = (_flash: ReturnType<typeof board>) => {}): number | undefined {
	const flash = board();
	before(flash);
	flash.power = power;
	install(receiverFor(flash), file, 170);
	const slot = flash.start();
	if (slot === undefined) throw new Error(`a dead board after ${power}`);
	const runs = flash.imageIn(slot);
	equal(runs, slot === 1 ? image : former, `after ${power}`);
	return slot;
}

/** What a whole update takes. */
function cost(): number {
	const flash = board();
	const start = flash.spent;
	install(receiverFor(flash), file, 170);
	return flash.spent - start;
}

test("cut at 1,000 random bytes", () => {
	const random = new Random(13);
	const all = cost();
	let cut = 0;
	for (let i = 0; i < 1000; i++) if (cutAfter(random.below(all)) === 0) cut++;
	equal(cut, 1000, "an update that is not finished changes nothing");
});

test("cut at each step of the activation, and right after it", () => {
	const all = cost();
	for (let power = all - 40; power < all; power++) equal(cutAfter(power), 0);
	equal(cutAfter(all), 1);
});

test("cut at each step of the confirmation: the former version, or the new one for good", () => {
	for (let power = 0; power <= 40; power++) {
		const flash = board();
		install(receiverFor(flash), file);
		equal(flash.start(), 1);
		flash.power = power;
		try {
			flash.confirm();
		} catch {
			// The power has gone.
		}
		const slot = flash.start();
		equal(slot, power < 33 ? 0 : 1, `after ${power}`);
		equal(flash.start(), slot, "and so it stays");
	}
});

test("cut at random, again and again, until it is through", () => {
	for (let seed = 1; seed <= 20; seed++) {
		const random = new Random(seed);
		const flash = board();
		const all = cost();
		let slot: number | undefined = 0;
		for (let tries = 0; slot === 0; tries++) {
			flash.power = tries < 30 ? random.below(all + 1) : Number.POSITIVE_INFINITY;
			install(receiverFor(flash), file, 1 + random.below(500));
			slot = flash.start();
			if (slot === undefined) throw new Error(`a dead board with seed ${seed}`);
		}
		equal(flash.imageIn(1), image);
	}
});

test("an older image again: it is an image like any other", () => {
	const flash = board();
	install(receiverFor(flash), file);
	flash.start();
	flash.confirm();
	equal(install(receiverFor(flash), makeFile(former, { version: "0.0.1" })), undefined);
	equal(flash.start(), 0);
	equal(headOf(file).length, 288);
});
