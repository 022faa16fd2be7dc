// The card for updates: what a file is, what is sent, and what is said of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFile, makeImage } from "../update/images.js";
import { FakeClock, FakeSocket } from "./fakes.js";
import { outcomeOf, readImage, Upload } from "./modules.js";

const values = { board: "ESP32", "update.space": 5000 };
const image = makeImage(1000, 3);
const file = makeFile(image);

const read = (bytes: Uint8Array) => readImage(Uint8Array.from(bytes).buffer);

function start() {
	const sockets: FakeSocket[] = [];
	const clock = new FakeClock();
	const board = { locked: 0 };
	class Socket extends FakeSocket {
		constructor(url: string) {
			super(url);
			sockets.push(this);
		}
	}
	const upload = new Upload({
		url: "ws://board/update",
		WebSocket: Socket,
		setTimeout: clock.setTimeout,
		onChange() {},
		onLocked: () => board.locked++,
	});
	const choose = (bytes: Uint8Array) => upload.choose(read(bytes), values);
	const tell = (socket: FakeSocket, message: object) => socket.receive(JSON.stringify(message));
	/** What was sent, in bytes. */
	const sent = (socket: FakeSocket) => Buffer.concat(socket.sent.map((piece) => Buffer.from(piece as never)));
	return { upload, sockets, clock, board, choose, tell, sent };
}

test("what a file is", () => {
	const { board, version, size } = read(file) ?? {};
	assert.deepEqual({ board, version, size }, { board: "ESP32", version: "0.2.0 · b2", size: 1000 });
	assert.equal(read(makeFile(image, { build: "" }))?.version, "0.2.0");
	for (const bytes of [image, file.subarray(0, 287), new Uint8Array(0)]) assert.equal(read(bytes), undefined);
});

test("what is said of a file before it is sent, and that only a fitting one is", () => {
	const { upload, sockets, choose } = start();
	const cases: readonly (readonly [Uint8Array, string])[] = [
		[image, "This is no image for a board."],
		[file.subarray(0, -1), "This file is not whole."],
		[makeFile(image, { board: "M5" }), "This is for the board M5, and this is ESP32."],
		[makeFile(makeImage(5001, 1)), "This image does not fit."],
	];
	for (const [bytes, message] of cases) {
		choose(bytes);
		upload.start();
		assert.deepEqual([upload.message, sockets.length], [message, 0]);
	}
	choose(file);
	assert.equal(upload.message, "Version 0.2.0 · b2 for ESP32");
	assert.equal(upload.progress, undefined);
});

test("the head, then the image in chunks, no further ahead than the window; then the board restarts", () => {
	const { upload, sockets, choose, tell, sent } = start();
	choose(file);
	upload.start();
	upload.start();
	assert.equal(sockets.length, 1, "once");
	const [socket] = sockets;
	socket.open();
	assert.deepEqual(sent(socket), Buffer.from(file.subarray(0, 288)));
	tell(socket, { update: { received: 32, size: 1000, chunk: 100, window: 250 } });
	assert.equal(socket.sent.length, 1 + 3);
	assert.equal(upload.progress, 0.032);
	for (let received = 132; received <= 1000; received += 100) tell(socket, { update: { received } });
	assert.deepEqual(sent(socket), Buffer.from(file));
	tell(socket, { update: { received: 1000, restarts: true } });
	assert.deepEqual([upload.progress, upload.restarts, socket.closed], [undefined, true, true]);
	assert.equal(upload.message, "The board restarts…");
});

test("a link that is lost is made again, and goes on where the board says", async () => {
	const { upload, sockets, clock, choose, tell, sent } = start();
	choose(file);
	upload.start();
	sockets[0].open();
	tell(sockets[0], { update: { received: 32, size: 1000, chunk: 100, window: 250 } });
	sockets[0].end();
	await clock.advance(2000);
	assert.equal(sockets.length, 2);
	sockets[1].open();
	tell(sockets[1], { update: { received: 932, size: 1000, chunk: 100, window: 250, older: true } });
	assert.deepEqual(sent(sockets[1]).subarray(288), Buffer.from(image.subarray(932)));
	assert.equal(upload.message, "Sending an older version than the one that runs…");
	assert.equal(upload.progress, 0.932);
});

test("a board that does not come back is given up, and can be tried anew", async () => {
	const { upload, sockets, clock, choose } = start();
	choose(file);
	upload.start();
	for (let i = 0; i < 20; i++) {
		sockets.at(-1)?.end();
		await clock.advance(2000);
	}
	assert.deepEqual([sockets.length, upload.message, upload.progress], [15, "The board does not take it.", undefined]);
	upload.start();
	assert.equal(sockets.length, 16);
});

test("a refusal is final, and told; without the token it is asked for", () => {
	const { upload, sockets, board, choose, tell } = start();
	choose(file);
	upload.start();
	sockets[0].open();
	tell(sockets[0], { error: "Another update is under way." });
	assert.deepEqual([upload.message, upload.progress, board.locked], ["Another update is under way.", undefined, 0]);
	upload.start();
	sockets[1].open();
	tell(sockets[1], { error: "The token is needed.", token: true });
	assert.equal(board.locked, 1);
});

test("what is no message of an update is passed over", () => {
	const { upload, sockets, choose } = start();
	choose(file);
	upload.start();
	sockets[0].open();
	for (const data of ["", "{", "null", '{"update":5}', '{"update":null}', '{"error":7}', undefined])
		sockets[0].receive(data);
	assert.equal(upload.progress, 0);
	assert.equal(sockets[0].closed, false);
});

test("the outcome, in words", () => {
	assert.equal(outcomeOf({ version: "0.2.0", "update.outcome": "trial" }), "Version 0.2.0 is on trial.");
	assert.equal(outcomeOf({ version: "0.2.0", "update.outcome": "confirmed" }), "Version 0.2.0 runs and is confirmed.");
	assert.equal(outcomeOf({ "update.outcome": "failed", "update.note": "It crashed." }), "It crashed.");
	assert.equal(outcomeOf({}), "");
});
