/*
	Our codec against that of `ws`, which nobody here wrote, in both roles and any slicing: what one sends the other
	delivers; and of streams that are wrong, ours never accepts one that the other refuses.

	Where ours refuses and the other does not, ours is stricter, on purpose, in one of these points:
	- RFC 6455 §5.2: the minimal number of bytes must be used to encode a length; `ws` takes any;
	- §8.1: text that is not UTF-8 is refused at the first such byte; `ws` waits for the end of the message;
	- §5.2: a length with its top bit set is an error of the protocol, 1002; to `ws` it is a large message, 1009.
	The other way round, `ws` judges some headers by their first two bytes, ours only whole ones.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import { type MessageOpcode, Opcode } from "../../../src/websocket/names.js";
import { type Role, Role as roles } from "../../endpoint.js";
import { concat, type Random } from "../../harness.js";
import { sliced, slicings } from "../bytes.js";
import { conversation, speech } from "../conversation.js";
import { codeOf, type Draft, Reader } from "../frames.js";
import { demand, type Fuzzer, fuzz, once, pick } from "../fuzzer.js";
import { closedWith, type End, OurEnd, type Sender, said, senderOf, TheirEnd } from "./ends.js";

const maxMessage = 70_000;
const rounds = 4000;

const lengths = [0, 1, 125, 126, 127, 300];
const longLengths = [65_535, 65_536, maxMessage, maxMessage + 1];

const themeOf = (random: Random, role: Role, longest: number) => ({
	masked: role === roles.server,
	lengths: once(random, 40) ? longLengths.filter((length) => length <= longest) : lengths,
	count: 4,
});

/** What an end has to log of lawful frames. */
function expectedOf(frames: readonly Draft[]): string[] {
	const log: string[] = [];
	let message: Draft[] = [];
	for (const frame of frames) {
		const { opcode, last, payload } = frame;
		if (opcode === 8) log.push(closedWith(payload.length ? codeOf(payload) : 1005, payload.subarray(2)));
		else if (opcode > 8) log.push(said(opcode, payload));
		else message.push(frame);
		if (opcode > 2 || !last) continue;
		log.push(said(message[0].opcode, concat(message.map(({ payload }) => payload))));
		message = [];
	}
	return log;
}

function receive(end: End, bytes: Uint8Array, random: Random): void {
	sliced(bytes, pick(random, slicings(random)), (slice) => end.receive(slice));
}

function sendByTheirs(sender: Sender, frames: readonly Draft[], mask: boolean): void {
	for (const { opcode, last, payload } of frames) {
		if (opcode === 9) sender.ping(payload, mask);
		else if (opcode === 10) sender.pong(payload, mask);
		else if (opcode < 8) sender.send(payload, { fin: last, binary: opcode === 2, mask });
		else if (payload.length) sender.close(codeOf(payload), Buffer.from(payload.subarray(2)), mask);
		else sender.close(undefined, undefined, mask);
	}
}

function sendByOurs({ connection }: OurEnd, frames: readonly Draft[]): void {
	let message = 0;
	for (const { opcode, last, payload } of frames) {
		if (opcode < 8) message = opcode || message;
		if (opcode === 9) connection.send(Opcode.ping, payload);
		else if (opcode === 10) connection.send(Opcode.pong, payload);
		else if (opcode < 8) connection.send(message as MessageOpcode, payload, last);
		else if (payload.length) connection.close(codeOf(payload), payload.subarray(2));
	}
}

/** A Close without a code is nothing that our side says first. */
const sayable = (frame: Draft): boolean => frame.opcode !== 8 || frame.payload.length > 0;

const theyToUs: Fuzzer = {
	name: "what ws sends",
	round(random) {
		const role = pick(random, [roles.server, roles.client]);
		const frames = conversation(random, themeOf(random, role, maxMessage));
		const wire: Uint8Array[] = [];
		const sender = senderOf(
			(bytes) => wire.push(Uint8Array.from(bytes)),
			() => random.next(),
		);
		sendByTheirs(sender, frames, role === roles.server);
		const end = new OurEnd(role, maxMessage, () => random.next());
		receive(end, concat(wire), random);
		assert.deepEqual([end.refusal, end.log], [undefined, expectedOf(frames)]);
	},
};

const weToThem: Fuzzer = {
	name: "what we send",
	round(random) {
		const role = pick(random, [roles.server, roles.client]);
		const other = role === roles.server ? roles.client : roles.server;
		const frames = conversation(random, themeOf(random, role, maxMessage)).filter(sayable);
		const sender = new OurEnd(role, maxMessage, () => random.next());
		sendByOurs(sender, frames);
		const end = new TheirEnd(other, maxMessage);
		receive(end, concat(sender.wire), random);
		assert.deepEqual([end.refusal, end.log], [undefined, expectedOf(frames)]);
	},
};

/** Enough for any header that is cut, and the first byte of its payload. */
const padding = 15;

/** Throws unless both ends judge alike, or ours is stricter as it may be. */
function compare(ours: OurEnd, theirs: TheirEnd, { wrongLength }: Reader): void {
	const before = ours.log.length;
	if (theirs.refusal && !ours.refusal) ours.receive(new Uint8Array(padding));
	const { refusal } = ours;
	if (theirs.refusal) demand(refusal !== undefined, `ws refuses, we do not: ${theirs.refusal.reason}`);
	assert.deepEqual(ours.log.slice(0, before), theirs.log.slice(0, before));
	const rest = theirs.log.slice(before);
	if (wrongLength === "long") return;
	if (refusal?.code === 1007 && !rest.some((line) => /^[12] /.test(line))) return;
	assert.deepEqual([ours.log.slice(before), rest], [[], []]);
	if (!wrongLength) assert.equal(refusal?.code, theirs.refusal?.code, theirs.refusal?.reason);
}

const unlawful: Fuzzer = {
	name: "what nobody should send",
	round(random) {
		const role = pick(random, [roles.server, roles.client]);
		const bytes = concat(speech(random, themeOf(random, role, maxMessage + 1)));
		const ours = new OurEnd(role, maxMessage, () => random.next());
		const theirs = new TheirEnd(role, maxMessage);
		receive(ours, bytes, random);
		receive(theirs, bytes, random);
		const reader = new Reader(role === roles.server, maxMessage);
		reader.read(bytes);
		compare(ours, theirs, reader);
	},
};

for (const fuzzer of [theyToUs, weToThem, unlawful])
	test(`${fuzzer.name}, ${rounds} rounds`, () => {
		fuzz(fuzzer, 8307, (done) => done < rounds);
	});
