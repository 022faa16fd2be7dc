/*
	A connection under test, which logs as the model does (model.ts), and checks on the way what holds of every connection.
	Its callbacks do their work themselves: calls nest as deep as on a board, whose stack is short.
*/

import { Connection, Phase } from "../../src/websocket/connection.js";
import { type MessageOpcode, Role } from "../../src/websocket/frame.js";
import { maskWords } from "../../src/websocket/mask.js";
import type { ConnectionOptions } from "../../src/websocket/options.js";
import { Random } from "../harness.js";
import { digest } from "./bytes.js";
import { Reader } from "./frames.js";
import { demand } from "./fuzzer.js";
import { closed, described, type Manner, perform, type Side, verbs } from "./model.js";

const nothing = Object.freeze({ due: 0, length: 0, hash: digest(new Uint8Array(0)) });

/** What a subject is to be. */
interface About {
	readonly role: Role;
	readonly maxMessage: number;
	readonly manner: Manner;
	/** A seed for the masking keys of a client. */
	readonly keys: number;
}

export class Subject implements Side {
	readonly log: string[] = [];
	readonly reader: Reader;
	readonly manner: Manner;
	/** Of the fragment that is coming in: its bytes that are due, those that have come, and their digest. */
	fragment: Readonly<{ due: number; length: number; hash: number }> = nothing;
	sent = 0;
	messages = 0;
	ended = false;
	private readonly connection: Connection<Subject>;
	private readonly keys: Random;
	private readonly framewise: boolean;

	/** `framewise`: whether it takes frame by frame, as a session does. */
	constructor({ role, maxMessage, manner, keys }: About, framewise: boolean) {
		this.reader = new Reader(role === Role.client, Infinity);
		this.manner = manner;
		this.keys = new Random(keys);
		this.framewise = framewise;
		this.connection = new Connection<Subject>(
			{ ...options, role, maxMessage, maskingKey: () => this.keys.next() },
			this,
		);
	}

	receive(slice: Uint8Array): void {
		if (!this.framewise) this.connection.receive(slice);
		for (let offset = 0; this.framewise && offset < slice.length; ) {
			const next = this.connection.receiveFrame(slice, offset);
			demand(next > offset && next <= slice.length, `receiveFrame goes from ${offset} to ${next}`);
			offset = next;
		}
	}

	send(opcode: number, payload: Uint8Array, last: boolean): void {
		const open = this.connection.phase === Phase.open;
		demand(this.connection.send(opcode as MessageOpcode, payload, last) === open, "send says that it did not, or did");
	}

	ping(payload: Uint8Array): void {
		this.connection.ping(payload);
	}

	pong(payload: Uint8Array): void {
		this.connection.pong(payload);
	}

	close(code: number): void {
		this.connection.close(code);
	}

	fail(code: number): void {
		this.connection.fail(code, "our own reason");
	}

	end(): void {
		this.connection.end();
	}

	finish(): string {
		this.end();
		demand(this.ended, "never closed");
		// Nothing of this may have an effect any more.
		for (const verb of verbs) verb(this);
		demand(this.reader.complete, "the last frame sent is not whole");
		return this.log.join(" | ");
	}
}

const options: ConnectionOptions<Subject> = {
	role: Role.server,
	maxMessage: 0,
	mask: maskWords,
	write(bytes, subject) {
		demand(!subject.ended, "sent after the end");
		const { reader, log, manner } = subject;
		reader.read(bytes);
		demand(reader.violation === 0, `sent what is wrong by ${reader.violation}`);
		for (const frame of reader.frames.splice(0)) {
			log.push(`>${described(frame)}`);
			if (++subject.sent === manner.interruptsAt) manner.interruption(subject);
		}
	},
	onFragment(opcode, bytes, left, last, subject) {
		demand(!subject.ended, "delivered after the end");
		const { due, length, hash } = subject.fragment;
		demand(bytes.length > 0 || (length === 0 && left === 0), "nothing delivered");
		demand(length === 0 || due === bytes.length + left, `${due} bytes due, ${bytes.length} + ${left}`);
		subject.fragment = { due: left, length: length + bytes.length, hash: digest(bytes, hash) };
		if (left) return;
		subject.log.push(`${opcode}${last ? "" : "+"} ${subject.fragment.length} ${subject.fragment.hash}`);
		subject.fragment = nothing;
		if (last) perform(subject, subject.manner, ++subject.messages);
	},
	onPong(payload, subject) {
		demand(!subject.ended, "a Pong after the end");
		subject.log.push(described({ opcode: 10, last: true, payload }));
	},
	onClose(code, _reason, clean, subject) {
		demand(!subject.ended, "closed twice");
		subject.ended = true;
		subject.log.push(closed(code, clean));
	},
};
