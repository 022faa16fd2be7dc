import { trialKey } from "../../src/device/probation.js";
import { patience, restartDelay, sector, stallTime, Updates, updatesOf, window } from "../../src/device/updates.js";
import type { Client } from "../../src/server/route.js";
import { FakeClock } from "../fakes/clock.js";
import { FakeFirmware } from "../fakes/firmware.js";
import { FakePreferences } from "../fakes/preferences.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";
import { board, headOf, here, makeFile, makeImage } from "../update/images.js";

class FakeClient implements Client {
	trusted = true;
	readonly told: { error?: string; token?: boolean; update?: Record<string, unknown> }[] = [];

	tell(message: Uint8Array): boolean {
		this.told.push(JSON.parse(text.decode(message)));
		return true;
	}

	/** What it was told since it was last asked. */
	news(): unknown[] {
		return this.told.splice(0).map(({ error, update }) => error ?? update);
	}
}

/** Bytes of the image that is sent: one sector is acknowledged on the way. */
const size = 4400;
const under = "Another update is under way.";
const noImage = "This is no image for a board: choose the .bin file that the build has left.";

function updatesFor(signed = false, former?: ReturnType<typeof board>) {
	// In this order, and the file soon forgotten: all of it has to fit a board's heap.
	const image = makeImage(size, 5);
	const head = headOf(makeFile(image));
	const flash = former ?? board(4608);
	const firmware = new FakeFirmware(flash);
	const clock = new FakeClock(0x7fff_fff0);
	const preferences = new FakePreferences();
	const log: string[] = [];
	const updates = new Updates({
		firmware,
		here: { ...here, signed },
		key: new Uint8Array(64).fill(1),
		maxMessage: 1024,
		preferences,
		clock,
		text,
		log: (line) => void log.push(line),
	});
	const send = (client: Client, bytes: Uint8Array) => updates.onMessage(bytes, true, client);
	/** Sends the image's bytes from `start` up to `end`, in messages of 1,024. */
	const stream = (client: Client, start: number, end = size) => {
		for (let at = start; at < end; at += 1024) send(client, image.slice(at, Math.min(at + 1024, end)));
	};
	return { image, head, firmware, clock, preferences, log, updates, send, stream, client: new FakeClient() };
}

test("an image, acknowledged by the sector; then the board restarts, and the former version is told by", () => {
	const { head, firmware, clock, preferences, send, stream, client, log } = updatesFor();
	send(client, head);
	equal(client.news(), [{ received: 32, size: 4400, chunk: 1024, window, version: "0.2.0" }]);
	stream(client, 32);
	equal(client.news(), [{ received: 4128 }, { received: 4400, restarts: true }]);
	equal(preferences.kept.get(trialKey), "installed 0.2.0 (b2)");
	equal(firmware.done, []);
	clock.advance(restartDelay);
	equal(firmware.done, ["restart"]);
	equal(firmware.slot.start(), 1);
	equal(log, ["update: version 0.2.0 from byte 32 of 4400", "update: complete, the board restarts"]);
	equal(sector, 4096);
});

test("without the token nothing is taken", () => {
	const { head, firmware, send, client } = updatesFor();
	client.trusted = false;
	send(client, head);
	equal(client.told, [{ error: "The token is needed.", token: true }]);
	equal(firmware.slot.spent, 0);
});

test("text is no image", () => {
	const { updates, client } = updatesFor();
	updates.onMessage(text.encode("{}"), false, client);
	equal(client.news(), ["An image comes in binary messages."]);
});

test("what the head is refused for is told, and the next head may be right", () => {
	const { image, head, send, client } = updatesFor(true);
	send(client, head);
	send(client, headOf(makeFile(image, { signature: new Uint8Array(64).fill(2) })));
	send(client, image.slice(0, 500));
	equal(client.news(), [
		"The image is not signed, and this board takes signed ones only.",
		"The image is signed by another key than this board's, or was altered.",
		"This is no image for a board: choose the .bin file that the build has left.",
	]);
	send(client, headOf(makeFile(image, { signature: new Uint8Array(64).fill(1), version: "0.0.9" })));
	equal(client.news(), [{ received: 32, size: 4400, chunk: 1024, window, version: "0.0.9", older: true }]);
});

test("one at a time: another image is refused meanwhile, and the first goes on", () => {
	const { image, head, send, stream, client, updates, firmware } = updatesFor();
	const other = new FakeClient();
	send(client, head);
	stream(client, 32, 1056);
	send(other, headOf(makeFile(makeImage(700, 3))));
	send(other, image.slice(1056, 2080));
	equal(other.news(), [under, under]);
	updates.onLeft(other);
	stream(client, 1056);
	equal(client.news().at(-1), { received: size, restarts: true });
	equal(firmware.slot.start(), 1);
	equal(firmware.slot.imageIn(1), image);
});

test("two with the same image: the later one goes on with it, for the former link may be lost already", () => {
	const { image, head, send, stream, client, updates, firmware } = updatesFor();
	const other = new FakeClient();
	send(client, head);
	stream(client, 32, 1056);
	client.news();
	send(other, head);
	equal(client.news(), ["The same image comes over another link now."]);
	equal(other.news(), [{ received: 1056, size, chunk: 1024, window, version: "0.2.0" }]);
	send(client, image.slice(1056, 2080));
	equal(client.news(), [under]);
	updates.onLeft(client);
	stream(other, 1056);
	equal(other.news().at(-1), { received: size, restarts: true });
	equal(firmware.slot.start(), 1);
	equal(firmware.slot.imageIn(1), image);
});

test("a link that is lost: the same file goes on, by whoever has it", () => {
	const { head, send, stream, client, updates, firmware } = updatesFor();
	send(client, head);
	stream(client, 32, 2080);
	updates.onLeft(client);
	const again = new FakeClient();
	send(again, head);
	equal(again.news(), [{ received: 2080, size: 4400, chunk: 1024, window, version: "0.2.0" }]);
	stream(again, 2080);
	equal(again.news(), [{ received: 4400, restarts: true }]);
	equal(firmware.slot.start(), 1);
});

test("another file after a lost link begins anew", () => {
	const { image, head, send, client, updates } = updatesFor();
	send(client, head);
	send(client, image.slice(32, 1032));
	updates.onLeft(client);
	const again = new FakeClient();
	send(again, headOf(makeFile(makeImage(700, 3))));
	equal(again.news(), [{ received: 32, size: 700, chunk: 1024, window, version: "0.2.0" }]);
});

test("a sender that says nothing loses its turn, and later the update is forgotten", () => {
	const { image, head, send, client, clock, updates } = updatesFor();
	send(client, head);
	send(client, image.slice(32, 1032));
	client.news();
	clock.advance(stallTime / 2);
	equal(client.news(), []);
	clock.advance(stallTime);
	equal(client.news(), ["Nothing came for 30 s. Send the file once more to go on."]);
	const other = new FakeClient();
	send(other, head);
	equal(other.news(), [{ received: 1032, size: 4400, chunk: 1024, window, version: "0.2.0" }]);
	updates.onLeft(other);
	clock.advance(patience + stallTime);
	send(other, head);
	equal(other.news(), [{ received: 32, size: 4400, chunk: 1024, window, version: "0.2.0" }]);
});

test("messages without a byte are no sign of life", () => {
	const { head, send, client, clock } = updatesFor();
	send(client, head);
	client.news();
	for (let i = 0; i < 10; i++) {
		send(client, new Uint8Array(0));
		clock.advance(5000);
	}
	equal(client.news(), ["Nothing came for 30 s. Send the file once more to go on.", ...new Array(4).fill(noImage)]);
});

test("a sender that is slow but says something keeps its turn", () => {
	const { image, head, send, client, clock } = updatesFor();
	send(client, head);
	for (let at = 32; at < size; at += 300) {
		clock.advance(stallTime - 1000);
		send(client, image.slice(at, at + 300));
	}
	equal(client.news().at(-1), { received: 4400, restarts: true });
});

test("no timer runs but for an update", () => {
	const { head, send, stream, client, clock, firmware } = updatesFor();
	send(client, head);
	stream(client, 32);
	clock.advance(10 * patience);
	equal(firmware.done, ["restart"], "once");
});

test("a sender that lies about the size", () => {
	const { image, head, send, stream, client, firmware } = updatesFor();
	send(client, head);
	stream(client, 32, 2080);
	client.news();
	send(client, new Uint8Array(2400));
	equal(client.news(), ["More has come than the 4400 bytes that were announced."]);
	send(client, image.slice(2080));
	equal(client.news(), ["This is no image for a board: choose the .bin file that the build has left."]);
	equal(firmware.slot.start(), 0);
});

test("while a version is on trial there is no other update", () => {
	const { head, send, stream, client, firmware, clock } = updatesFor();
	send(client, head);
	stream(client, 32);
	firmware.slot.start();
	const next = updatesFor(false, firmware.slot);
	next.send(next.client, head);
	equal(next.client.news(), ["The version that runs is on trial itself. Try again once it is confirmed."]);
	firmware.confirm();
	next.send(next.client, head);
	equal(next.client.news().length, 1);
	clock.advance(1);
});

test("a flash that refuses the image is told, and not for a trial that failed", () => {
	const { head, send, stream, client, preferences, firmware } = updatesFor();
	send(client, head);
	stream(client, 32, 2080);
	client.news();
	// Enough for the bytes, not for the choice.
	firmware.slot.power = 2320 + 9 + 20;
	stream(client, 2080);
	equal(client.news().at(-1), "The flash does not take the image: the power is cut.");
	equal(preferences.kept.get(trialKey), "failed The flash does not take the image: the power is cut.");
	equal(firmware.slot.start(), 0);
});

test("twenty updates in a row, by one board that restarts", () => {
	const flash = board();
	for (let i = 0; i < 20; i++) {
		const next = makeImage(900 + i, 50 + i);
		const { send, client, firmware } = updatesFor(false, flash);
		send(client, headOf(makeFile(next)));
		send(client, next.slice(32));
		equal(client.news().at(-1), { received: 900 + i, restarts: true });
		equal(flash.start(), i % 2 ? 0 : 1);
		firmware.confirm();
	}
});

test("there are updates with a token, a second slot and room for a head in a message", () => {
	const settings = {
		board: "ESP32",
		version: "0.1.0",
		updateKey: new Uint8Array(0),
		token: { value: "abcdefgh", forViewing: false },
		maxMessage: 1024,
	};
	const { preferences, clock } = updatesFor();
	const of = (changes: Partial<typeof settings>, firmware = new FakeFirmware()) =>
		updatesOf({ settings: { ...settings, ...changes }, firmware, preferences, clock, text, log() {} });
	equal(of({})?.here.space, 2048);
	equal(of({})?.here.signed, false);
	equal(of({ updateKey: new Uint8Array(64) })?.here.signed, true);
	equal(of({ token: { value: "", forViewing: false } }), undefined);
	equal(of({ maxMessage: 287 }), undefined);
	equal(of({ maxMessage: 288 }) !== undefined, true);
	equal(of({}, Object.create(new FakeFirmware(), { space: { value: 0 } })), undefined);
});
