/*
	The firmware's module "update" by its C (update.c, trial.c, signature.c), on a flash in memory that has ESP-IDF's contract: run in
	the shell that update.test.ts builds. Arguments: the seed, and a key, a digest and its signature in hexadecimal digits; or
	nothing, for a version that is on trial.
*/

import { equal, Random, run, test, throws } from "../harness.js";

declare const xs_update_chip: () => number;
declare const xs_update_space: () => number;
declare const xs_update_begin: () => void;
declare const xs_update_write: (bytes: unknown) => void;
declare const xs_update_activate: () => void;
declare const xs_update_abort: () => void;
declare const xs_update_verify: (key: unknown, digest: unknown, signature: unknown) => boolean;
declare const xs_update_isOnTrial: () => boolean;
declare const xs_update_wasTried: () => boolean;
declare const xs_update_watch: (ms: number, limit: number) => void;
declare const xs_update_confirm: () => void;
declare const xs_update_rollBack: () => void;
declare const xs_update_restart: () => void;
declare const get: (name: string) => number;
declare const set: (name: string, value: number) => void;
declare const flash: (slot: number) => ArrayBuffer;
declare const leaks: () => boolean;
declare const print: (line: string) => void;
declare const exit: (status: number) => void;
declare const scriptArgs: readonly string[];

const [seed, ...hexadecimal] = scriptArgs;
const random = new Random(Number(seed ?? 1));

const sector = 4096;
const slotSize = 16 * sector;
const minModem = 1;
const State = { pending: 1, valid: 2, invalid: 3, aborted: 4 };

function imageOf(size: number): Uint8Array {
	const image = new Uint8Array(size);
	for (let i = 0; i < size; i++) image[i] = random.next();
	image[0] = 0xe9;
	let sum = 0;
	for (let i = 0; i < size - 1; i++) sum += image[i] as number;
	image[size - 1] = sum;
	return image;
}

function same(left: Uint8Array, right: Uint8Array): boolean {
	for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
	return true;
}

/** Sends an image in pieces of random lengths, as views with an offset or as buffers. */
function send(image: Uint8Array, longest = 1500): void {
	for (let at = 0; at < image.length; ) {
		const piece = image.subarray(at, at + random.below(longest));
		xs_update_write(random.below(4) ? piece : piece.slice().buffer);
		at += piece.length;
	}
}

function onTrial(): void {
	test("a version on trial is watched from before its first line", () => {
		equal([get("isWatched"), get("patience"), get("fed")], [1, 30_000, 0]);
		equal([xs_update_isOnTrial(), xs_update_wasTried()], [true, false]);
		throws(() => xs_update_begin(), "0x1506");
		equal(get("powerSave"), minModem, "and no update begins");
	});

	test("JavaScript feeds the watchdog up to a limit, which begins with the first feeding", () => {
		set("time", 5000);
		xs_update_watch(30_000, 180_000);
		equal([get("patience"), get("fed")], [30_000, 5000]);
		set("time", 184_999);
		xs_update_watch(30_000, 1_000_000);
		equal(get("fed"), 184_999);
		set("time", 185_000);
		xs_update_watch(30_000, 180_000);
		equal([get("fed"), get("isWatched")], [184_999, 1], "not fed any more, and not let go");
		xs_update_watch(0, 0);
		equal(get("isWatched"), 0);
	});

	test("a version is confirmed, or says that it cannot be", () => {
		set("failIn", 0);
		throws(() => xs_update_confirm(), "cannot be confirmed");
		equal(get("state"), State.pending);
		xs_update_confirm();
		equal([get("state"), xs_update_isOnTrial(), get("restarts")], [State.valid, false, 0]);
		set("failIn", 0);
		xs_update_confirm();
		equal(get("state"), State.valid, "one that is not on trial is left alone");
		set("failIn", -1);
	});

	test("a version goes back, whether it can be marked or not", () => {
		set("state", State.pending);
		xs_update_rollBack();
		equal([get("state"), get("restarts")], [State.invalid, 1]);
		set("state", State.pending);
		set("failIn", 0);
		xs_update_rollBack();
		equal([get("state"), get("restarts")], [State.pending, 2]);
		set("state", State.valid);
		xs_update_rollBack();
		equal([get("state"), get("restarts")], [State.valid, 3]);
	});
}

function updates(): void {
	test("the chip, and the room", () => {
		equal([xs_update_chip(), xs_update_space()], [5, slotSize]);
		set("slots", 1);
		equal([xs_update_space(), xs_update_wasTried()], [0, false]);
		throws(() => xs_update_begin(), "there is no second slot");
		set("slots", 2);
	});

	test("nobody is watched who is not on trial; what became of the other version is known", () => {
		equal([get("isWatched"), xs_update_isOnTrial()], [0, false]);
		for (const state of [State.aborted, State.invalid, State.valid]) {
			set("other", state);
			equal(xs_update_wasTried(), state !== State.valid);
		}
	});

	test("images of every length around a sector's borders, in pieces of every length", () => {
		const lengths = [2, 3, sector - 1, sector, sector + 1, 3 * sector, slotSize - 1, slotSize];
		for (const length of lengths) {
			const image = imageOf(length);
			const erased = get("erased");
			xs_update_begin();
			equal(get("powerSave"), 0, "Wi-Fi is awake");
			send(image);
			xs_update_activate();
			equal(same(image, new Uint8Array(flash(1))), true, String(length));
			equal([get("erased") - erased, get("powerSave"), get("chosen")], [Math.ceil(length / sector), minModem, 1]);
		}
	});

	test("one piece that is longer than the slot", () => {
		xs_update_begin();
		xs_update_write(imageOf(slotSize + 1));
		throws(() => xs_update_activate(), "0x104");
		xs_update_abort();
	});

	test("out of order: nothing happens, and it is said", () => {
		for (const act of [() => xs_update_write(imageOf(10)), () => xs_update_activate()])
			throws(act, "nothing was begun");
		xs_update_abort();
		xs_update_begin();
		send(imageOf(5000));
		xs_update_begin();
		const image = imageOf(300);
		send(image);
		xs_update_activate();
		equal(same(image, new Uint8Array(flash(1))), true, "begun anew");
		throws(() => xs_update_activate(), "nothing was begun");
		xs_update_begin();
		throws(() => xs_update_activate(), "0x1503");
		xs_update_begin();
		xs_update_abort();
		xs_update_abort();
		equal(get("powerSave"), minModem);
		throws(() => xs_update_write(image), "nothing was begun");
	});

	test("what is no image is not taken, and not chosen", () => {
		xs_update_begin();
		throws(() => xs_update_write(new Uint8Array(sector)), "0x1503");
		xs_update_abort();
		const image = imageOf(6000);
		image[3000] = (image[3000] as number) ^ 1;
		xs_update_begin();
		send(image);
		throws(() => xs_update_activate(), "0x1503");
	});

	test("no call of ESP-IDF's may fail without a word, and each can be begun again after it", () => {
		const image = imageOf(5 * sector + 7);
		let failures = 0;
		for (let call = 0; ; call++) {
			set("failIn", call);
			try {
				xs_update_begin();
				send(image);
				xs_update_activate();
				break;
			} catch (error) {
				failures++;
				equal(String(error), "Error: ESP-IDF's error 0x107");
			}
		}
		// Begin, six writes, the choice.
		equal([failures, get("powerSave")], [8, minModem]);
		set("failIn", -1);
		equal(same(image, new Uint8Array(flash(1))), true);
	});

	test("no memory for a sector", () => {
		set("starvedIn", 0);
		throws(() => xs_update_begin(), "no memory");
		equal(get("powerSave"), minModem);
		throws(() => xs_update_write(imageOf(10)), "nothing was begun");
		xs_update_begin();
		xs_update_abort();
	});

	test("arguments that are no bytes", () => {
		xs_update_begin();
		for (const wrong of [undefined, null, 5, "text", {}, [1, 2], () => 1]) throws(() => xs_update_write(wrong), "");
		const image = imageOf(100);
		send(image);
		xs_update_activate();
		equal(same(image, new Uint8Array(flash(1))), true);
	});

	test("calls at random: no byte of the slot that runs is touched", () => {
		const mode = get("powerSave");
		for (let i = 0; i < 20_000; i++) {
			if (random.below(8) === 0) set("failIn", random.below(6));
			if (random.below(100) === 0) set("starvedIn", 0);
			const act = random.below(8);
			try {
				if (act === 0) xs_update_begin();
				else if (act < 5)
					xs_update_write(random.below(2) ? imageOf(2 + random.below(9000)) : new Uint8Array(random.below(4097)));
				else if (act === 5) xs_update_activate();
				else if (act === 6) xs_update_abort();
				else set("slots", 1 + random.below(2));
			} catch (error) {
				if (!(error instanceof Error)) throw error;
			}
		}
		set("failIn", -1);
		set("starvedIn", -1);
		set("slots", 2);
		xs_update_abort();
		equal(get("powerSave"), mode);
		equal(
			new Uint8Array(flash(0)).every((byte) => byte === 0xff),
			true,
		);
		equal(get("restarts"), 0);
		xs_update_restart();
		equal(get("restarts"), 1);
	});

	const [key, digest, signature] = hexadecimal.map((text) =>
		Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)),
	);

	const altered = (bytes: Uint8Array, at: number): Uint8Array => {
		const copy = bytes.slice();
		copy[at] = (copy[at] as number) ^ (1 << random.below(8));
		return copy;
	};

	test("a signature is right or not, and nothing of it may be another", () => {
		if (!key || !digest || !signature) throw new Error("no signature is given");
		equal(xs_update_verify(key, digest, signature), true);
		equal(xs_update_verify(key.slice().buffer, digest.slice().buffer, signature), true);
		for (let at = 0; at < 64; at++) {
			equal(xs_update_verify(altered(key, at), digest, signature), false, `key ${at}`);
			equal(xs_update_verify(key, altered(digest, at % 32), signature), false, `digest ${at}`);
			equal(xs_update_verify(key, digest, altered(signature, at)), false, `signature ${at}`);
		}
		for (const length of [0, 1, 31, 63, 65, 200]) {
			const bytes = new Uint8Array(length);
			equal(xs_update_verify(bytes, digest, signature), false);
			equal(xs_update_verify(key, bytes, signature), false);
			equal(xs_update_verify(key, digest, bytes), false);
		}
		for (const fill of [0, 0xff]) {
			const bytes = new Uint8Array(64).fill(fill);
			equal(xs_update_verify(bytes, digest, signature), false);
			equal(xs_update_verify(key, digest, bytes), false);
		}
		for (const wrong of [undefined, null, 7, "x", {}]) throws(() => xs_update_verify(key, wrong, signature), "");
	});
}

if (hexadecimal.length) updates();
else onTrial();
test("nothing has leaked", () => equal(leaks(), false));
exit(run(print, false).failed ? 1 : 0);
