/*
	The vector runner: bytes into a connection, its events out as one line of text, however the bytes are sliced.

	Events: `text "Hello"`, `binary 0a0b` (or `binary *300`: that many bytes), `pong 0a`, `closed 1000 clean`; what the
	connection sends is the same with `>` in front. A line that ends with `…` has left a frame unfinished.
*/

import { Assembler } from "../src/websocket/assembler.js";
import type { Connection } from "../src/websocket/connection.js";
import { finBit, Opcode } from "../src/websocket/names.js";
import { endpoint, Role } from "./endpoint.js";
import { bytesOf, concat, equal, hex, pieces } from "./harness.js";

/** `bytes` in the notation of `bytesOf`. */
export type Vector = readonly [name: string, bytes: string, events: string];

export const maxMessage = 70_000;

const names: Readonly<Record<number, string>> = {
	0: "more",
	1: "text",
	2: "binary",
	8: "close",
	9: "ping",
	10: "pong",
};

function describe(opcode: number, payload: Uint8Array): string {
	const name = names[opcode] ?? `opcode ${opcode}`;
	if (opcode === Opcode.close) return payload.length ? `${name} ${(payload[0] << 8) | payload[1]}` : name;
	if (payload.length === 0) return name;
	if (payload.length > 32) return `${name} *${payload.length}`;
	return opcode === Opcode.text ? `${name} "${String.fromCharCode(...payload)}"` : `${name} ${hex(payload)}`;
}

/** What a frame says, with `>` in front: of a frame in one buffer, masked by a client or not. */
export function describeFrame(frame: Uint8Array): string {
	const masked = frame[1] & 0x80;
	const length = frame[1] & 0x7f;
	const start = 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + (masked ? 4 : 0);
	const payload = frame.slice(start);
	if (masked) for (let i = 0; i < payload.length; i++) payload[i] ^= frame[start - 4 + (i & 3)];
	return `>${frame[0] & finBit ? "" : "part of "}${describe(frame[0] & 0x0f, payload)}`;
}

/** A connection that keeps its events. */
export class Recorder {
	readonly events: string[] = [];
	readonly sent: Uint8Array[] = [];
	readonly connection: Connection;
	private readonly assembler = new Assembler();

	constructor(role: Role, limit = maxMessage) {
		this.connection = endpoint(role, {
			maxMessage: limit,
			maskingKey: () => 0x01020304,
			write: (bytes) => {
				this.sent.push(bytes.slice());
				this.events.push(describeFrame(bytes));
			},
			onFragment: (opcode, bytes, left, last) => this.fragment(opcode, bytes, left, last),
			onPong: (payload) => this.events.push(describe(Opcode.pong, payload)),
			onClose: (code, _reason, clean) => this.events.push(`closed ${code}${clean ? " clean" : ""}`),
		});
	}

	get line(): string {
		return this.events.join(" | ");
	}

	/** Gives the connection copies of `bytes` in pieces (see `pieces`): they are unmasked in place. */
	receivePieces(bytes: Uint8Array, first: number, size: number): void {
		pieces(bytes, first, size, (piece) => this.connection.receive(piece));
	}

	fragment(opcode: number, bytes: Uint8Array, left: number, last: boolean): void {
		const message = this.assembler.add(bytes, left, last);
		if (message) this.events.push(describe(opcode, message));
	}
}

const guard = 0xa5;

/** A copy of `bytes` as a view at an odd offset, inside bytes that must stay as they are. */
function guarded(bytes: Uint8Array): { view: Uint8Array; intact: () => boolean } {
	const around = new Uint8Array(bytes.length + 10).fill(guard);
	const view = around.subarray(5, 5 + bytes.length);
	view.set(bytes);
	const intact = () =>
		around.subarray(0, 5).every((byte) => byte === guard) &&
		around.subarray(5 + bytes.length).every((byte) => byte === guard);
	return { view, intact };
}

/** The most two-way splits that are tried of one vector; a longer one is split around its ends. */
const maxSplits = 64;

/** Runs a vector whole, byte by byte, in each two-way split, with a Ping behind it, and as a guarded view. */
export function feed(role: Role, [name, notation, expected]: Vector): void {
	const bytes = bytesOf(notation);
	const unfinished = expected.endsWith("…");
	const events = expected.replace(/( \| )?…$/, "");
	const check = (how: string, wanted: string, receive: (recorder: Recorder) => void) => {
		const recorder = new Recorder(role);
		receive(recorder);
		equal(recorder.line, wanted, `${name}, ${how}`);
	};

	check("whole", events, (recorder) => recorder.connection.receive(bytes.slice()));
	if (bytes.length <= 1000) check("byte by byte", events, (recorder) => recorder.receivePieces(bytes, 0, 1));
	for (let cut = 0; cut <= bytes.length; cut++) {
		if (cut > maxSplits && cut < bytes.length - maxSplits) cut = bytes.length - maxSplits;
		check(`split at ${cut}`, events, (recorder) => recorder.receivePieces(bytes, cut, bytes.length));
	}
	if (!unfinished) {
		const ping = bytesOf(role === Role.server ? "8981 00000000 21" : "8901 21");
		const closed = events.includes("closed");
		const followed = concat([bytes, ping]);
		check("followed", closed ? events : `${events}${events && " | "}>pong 21`, (recorder) =>
			recorder.connection.receive(followed),
		);
	}
	const { view, intact } = guarded(bytes);
	check("guarded", events, (recorder) => recorder.connection.receive(view));
	equal(intact(), true, `${name}: bytes around the view`);
}
