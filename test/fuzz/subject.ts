/*
	A connection under test, which logs as the model does (model.ts), and checks on the way what holds of every connection.
	Its callbacks do their work themselves: calls nest as deep as on a board, whose stack is short.
*/

import type { Connection } from "../../src/websocket/connection.js";
import { type MessageOpcode, Opcode, Phase } from "../../src/websocket/names.js";
import { type Events, endpoint, Role } from "../endpoint.js";
import { bytesOf, Random } from "../harness.js";
import { digest } from "./bytes.js";
import { Reader } from "./frames.js";
import { demand } from "./fuzzer.js";
import { closed, described, type Manner, over, perform, type Side, verbs } from "./model.js";

const nothing = new Uint8Array(0);
const reason = bytesOf("'our own reason'");
const noFragment = Object.freeze({ due: 0, length: 0, hash: digest(nothing) });

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
	fragment: Readonly<{ due: number; length: number; hash: number }> = noFragment;
	sent = 0;
	messages = 0;
	ended = false;
	/** Whether it has failed, and the peer's Close frame has yet to be found. */
	failed = false;
	readonly connection: Connection;
	private readonly keys: Random;
	private readonly framewise: boolean;
	/** Whether something has come of what was received, and whether more was held back for it. */
	acted = false;
	private held = false;

	/** `framewise`: whether it pauses behind each event, as a session may. */
	constructor({ role, maxMessage, manner, keys }: About, framewise: boolean) {
		this.reader = new Reader(role === Role.client, Infinity);
		this.manner = manner;
		this.keys = new Random(keys);
		this.framewise = framewise;
		this.connection = endpoint(
			role,
			eventsOf(this, maxMessage, () => this.keys.next()),
		);
	}

	receive(slice: Uint8Array): void {
		this.take(slice);
		while (this.held) this.take(nothing);
	}

	get isPaused(): boolean {
		this.held = this.framewise && this.acted;
		return this.held;
	}

	private take(bytes: Uint8Array): void {
		this.acted = false;
		this.held = false;
		this.connection.receive(bytes);
		if (this.failed && this.connection.phase === Phase.closed) {
			this.failed = false;
			this.log.push(over);
		}
	}

	send(opcode: number, payload: Uint8Array, last: boolean): void {
		const open = this.connection.phase === Phase.open;
		demand(this.connection.send(opcode as MessageOpcode, payload, last) === open, "send says that it did not, or did");
	}

	ping(payload: Uint8Array): void {
		this.connection.send(Opcode.ping, payload);
	}

	pong(payload: Uint8Array): void {
		this.connection.send(Opcode.pong, payload);
	}

	close(code: number): void {
		this.connection.close(code);
	}

	fail(code: number): void {
		this.connection.fail(code, reason);
	}

	end(): void {
		this.failed = false;
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

const eventsOf = (subject: Subject, maxMessage: number, maskingKey: () => number): Events => ({
	maxMessage,
	maskingKey,
	isPaused: () => subject.isPaused,
	write(bytes) {
		subject.acted = true;
		demand(!subject.ended, "sent after the end");
		const { reader, log, manner } = subject;
		reader.read(bytes);
		demand(reader.violation === 0, `sent what is wrong by ${reader.violation}`);
		for (const frame of reader.frames.splice(0)) {
			log.push(`>${described(frame)}`);
			if (++subject.sent === manner.interruptsAt) manner.interruption(subject);
		}
	},
	onFragment(opcode, bytes, left, last) {
		subject.acted = true;
		demand(!subject.ended, "delivered after the end");
		const { due, length, hash } = subject.fragment;
		demand(bytes.length > 0 || (length === 0 && left === 0), "nothing delivered");
		demand(length === 0 || due === bytes.length + left, `${due} bytes due, ${bytes.length} + ${left}`);
		subject.fragment = { due: left, length: length + bytes.length, hash: digest(bytes, hash) };
		if (left) return;
		subject.log.push(`${opcode}${last ? "" : "+"} ${subject.fragment.length} ${subject.fragment.hash}`);
		subject.fragment = noFragment;
		if (last) perform(subject, subject.manner, ++subject.messages);
	},
	onPong(payload) {
		subject.acted = true;
		demand(!subject.ended, "a Pong after the end");
		subject.log.push(described({ opcode: 10, last: true, payload }));
	},
	onClose(code, _reason, clean) {
		demand(!subject.ended, "closed twice");
		subject.ended = true;
		subject.failed = subject.connection.phase === Phase.failed;
		subject.log.push(closed(code, clean));
	},
});
