import { Field } from "../../src/update/image.js";
import { Phase } from "../../src/update/receiver.js";
import { equal, test } from "../harness.js";
import { board, headOf, here, install, makeFile, makeImage, receiverFor } from "./images.js";

const image = makeImage(900, 2);
const file = makeFile(image);

test("an image goes into the other slot, is activated, started on trial, and confirmed", () => {
	for (const piece of [1, 25, 256, 700, 900]) {
		const flash = board();
		equal(install(receiverFor(flash), file, piece), undefined, `pieces of ${piece}`);
		equal(flash.running, 0, "nothing happens before the restart");
		equal(flash.start(), 1);
		equal(flash.onTrial, true);
		equal(flash.imageIn(1), image);
		flash.confirm();
		equal(flash.start(), 1, "for good");
		equal(flash.onTrial, false);
	}
});

test("what is not confirmed is started once", () => {
	const flash = board();
	install(receiverFor(flash), file);
	equal([flash.start(), flash.start(), flash.start()], [1, 0, 0]);
	equal(flash.wasTried, true);
	equal(install(receiverFor(flash), file), undefined, "and may be sent again");
	equal(flash.start(), 1);
});

test("nothing is erased or written before the head is right", () => {
	const flash = board();
	const receiver = receiverFor(flash, { here: { ...here, signed: true } });
	const heads = [
		headOf(makeFile(image, { board: "M5" })),
		headOf(file),
		headOf(makeFile(image, { signature: new Uint8Array(64).fill(3) })),
		new Uint8Array(0),
		image.slice(0, 288),
	];
	for (const head of heads) equal(typeof receiver.begin(head), "string");
	equal(flash.spent, 0);
	equal(receiver.phase, Phase.idle);
});

test("a signature is of the digest that is announced, and asked for before all else", () => {
	const signature = Uint8Array.from({ length: 64 }, (_, i) => i);
	const signed = makeFile(image, { signature });
	const digest = signed.slice(Field.digest, Field.digest + 32);
	const asked: Uint8Array[] = [];
	const verify = (...both: Uint8Array[]) => {
		asked.push(...both);
		return true;
	};
	const flash = board();
	equal(install(receiverFor(flash, { here: { ...here, signed: true }, verify }), signed), undefined);
	equal(asked[0], digest);
	equal(asked[1], signature);
	const other = receiverFor(board(), { here: { ...here, signed: true }, verify: () => false });
	equal(other.begin(headOf(signed)), "The image is signed by another key than this board's, or was altered.");
	const without = receiverFor(board(), { verify: () => false });
	equal(without.begin(headOf(signed)), undefined, "no key, no question");
});

test("an altered byte anywhere is found, and the former version goes on", () => {
	for (let at = 32; at < image.length; at += 19) {
		const flash = board();
		const altered = file.slice();
		altered[256 + at] ^= 1 << (at & 7);
		equal(install(receiverFor(flash), altered), "The image was altered: its bytes are not those that were announced.");
		equal(flash.start(), 0);
		equal(flash.wasTried, false);
	}
});

test("what is described differently is found, too", () => {
	const altered = file.slice();
	altered[Field.version] = 0x39;
	equal(install(receiverFor(board()), altered), "The image was altered: its bytes are not those that were announced.");
});

test("an image that is right but that the flash finds none is not activated", () => {
	const odd = image.slice();
	odd[899] ^= 1;
	const flash = board();
	equal(install(receiverFor(flash), makeFile(odd)), "The flash does not take the image: ESP-IDF's error 0x1503.");
	equal(flash.start(), 0);
});

test("more than was announced", () => {
	const flash = board();
	const receiver = receiverFor(flash);
	receiver.begin(headOf(file));
	receiver.write(image.slice(32, 800));
	equal(receiver.write(image.slice(790)), "More has come than the 900 bytes that were announced.");
	equal(receiver.phase, Phase.idle);
	equal(receiver.write(image.slice(800)), "There is no update to go on with.");
	equal(flash.start(), 0);
});

test("less than was announced waits, and is never activated", () => {
	const flash = board();
	const receiver = receiverFor(flash);
	receiver.begin(headOf(file));
	receiver.write(image.slice(32, 899));
	equal(receiver.phase, Phase.receiving);
	equal(receiver.activate(), "There is nothing to activate.");
	equal(flash.start(), 0);
});

test("the same head goes on where the bytes have ended; another begins anew", () => {
	const flash = board();
	const receiver = receiverFor(flash);
	receiver.begin(headOf(file));
	receiver.write(image.slice(32, 500));
	equal(receiver.begin(headOf(file)), undefined);
	equal(receiver.received, 500);
	const other = makeFile(makeImage(700, 3));
	equal(receiver.begin(headOf(other)), undefined);
	equal(receiver.received, 32);
	equal(receiver.begin(headOf(makeFile(image, { board: "M5" }))), "This image is for the board M5, and this is ESP32.");
	equal(receiver.phase, Phase.receiving, "what is refused does not end what is under way");
	equal(install(receiver, other), undefined);
	equal(flash.start(), 1);
});

test("once it is activated, nothing else is begun", () => {
	const flash = board();
	const receiver = receiverFor(flash);
	install(receiver, file);
	equal(receiver.begin(headOf(file)), "This board is about to restart with a new version.");
	receiver.abandon();
	equal(flash.start(), 1);
});

test("a flash that fails ends the update with its words", () => {
	const flash = board();
	const receiver = receiverFor(flash);
	receiver.begin(headOf(file));
	flash.power = 300;
	equal(receiver.write(image.slice(32, 500)), "The flash does not take the image: the power is cut.");
	equal(receiver.phase, Phase.idle);
	equal(flash.start(), 0);
	flash.power = 0;
	equal(receiver.begin(headOf(file)), "The flash does not take the image: the power is cut.");
});

test("twenty updates in a row, from slot to slot", () => {
	const flash = board();
	for (let i = 0; i < 20; i++) {
		const next = makeImage(500 + 30 * i, 100 + i);
		equal(install(receiverFor(flash), makeFile(next)), undefined);
		equal(flash.start(), i % 2 ? 0 : 1, `update ${i}`);
		flash.confirm();
		equal(flash.imageIn(flash.running), next);
	}
});
