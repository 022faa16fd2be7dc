/*
	One end of a WebSocket connection (RFC 6455 §5–§7): OPEN, CLOSING, CLOSED. No input or output of its own: a subclass gives
	`write` and `mask` and is told what happens through its `on…` methods. This is the server; client.ts is the other role.

	Bytes go in through `receive`, in any slicing. A header, and with it a control frame's payload, is taken when it is there
	as a whole; what is there of it waits in `rest`, 130 bytes at most. The payload of a message is handed on as it arrives,
	as a view that is unmasked in place; an Assembler makes whole messages where they are wanted. Between messages nothing
	is kept of them: `incoming` is then one frozen object that all connections share.

	Sending and receiving stay in one file, since they share the phase and the end, and each name that crosses files costs flash.

	What the peer does wrong ends in one `fail()`; what our own side does wrong throws. Extensions are never negotiated.
*/

import { encodeFrame, encodeHeader } from "./encoder.js";
import { CloseCode, type MessageOpcode, Opcode } from "./frame.js";
import { isCloseCode, violation } from "./rules.js";
import { checkUtf8 } from "./utf8.js";

/** Where a connection stands (RFC 6455 §4.1, §7.1.3, §7.1.4). */
export const Phase = Object.freeze({
	/** Messages flow. */
	open: 0,
	/** Our Close frame is sent, the peer's is awaited; messages that still come in are checked and dropped. */
	closing: 1,
	/** The closing handshake is over, or has failed; bytes that still come in are ignored. */
	closed: 2,
} as const);
export type Phase = (typeof Phase)[keyof typeof Phase];

/** What is known of a message that has begun to come in. */
interface Incoming {
	/** 0: there is none. */
	opcode: number;
	/** Whether its present frame is the last. */
	last: boolean;
	/** How many payload bytes of the frame are to come. */
	left: number;
	/** The masking key as those bytes need it. */
	key: number;
	/** How many bytes of the message have come. */
	received: number;
	/** The state of the UTF-8 check. */
	utf8: number;
}

const nothing: Readonly<Incoming> = Object.freeze({ opcode: 0, last: false, left: 0, key: 0, received: 0, utf8: 0 });
const empty = Object.freeze(new Uint8Array(0));

/** Up to this many bytes a payload is copied behind its header, so that a frame is one write. */
const maxCopied = 1024;

export abstract class Connection {
	/** Where the connection stands. To be read only. */
	phase: Phase = Phase.open;
	/** The message that is being sent in fragments: its opcode, or 0. */
	private sending = 0;
	private incoming: Readonly<Incoming> = nothing;
	/** Input that has not been taken yet. */
	private rest: Uint8Array = empty;

	/** The longest message to receive, in bytes of all its fragments; a longer one fails with 1009. */
	protected abstract get maxMessage(): number;
	/**
	 * Sends `bytes`, in the order of the calls. They are not touched again by the connection. From inside it the connection
	 * may be ended, but nothing sent: it may be between a header and its payload.
	 */
	protected abstract write(bytes: Uint8Array): void;
	/** XORs `bytes` in place with the 32-bit `key`, most significant byte first (§5.3): natively, or by `maskWords`. */
	protected abstract mask(bytes: Uint8Array, key: number): void;
	/**
	 * A piece of a message: `left` more bytes of its frame are to come, `last` says whether the frame is its last one.
	 * `bytes` is a view of what was given to `receive`, valid until those bytes are used again.
	 */
	protected abstract onFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void;
	/**
	 * The connection is closed, once: nothing more is sent or delivered. A server now closes the TCP connection (§7.1.1).
	 * `code` and `reason` (UTF-8) are the peer's, or 1005 when it gave none; after a failure ours, or 1006 when the
	 * transport ended. `clean` says whether both sides have sent a Close frame.
	 */
	protected abstract onClose(code: number, reason: Uint8Array, clean: boolean): void;

	/** A Pong has arrived, asked for or not. */
	protected onPong(_payload: Uint8Array): void {}

	/** The UTF-8 state after `bytes`, as `checkUtf8`; for a host that has a faster way. */
	protected utf8(bytes: Uint8Array, state: number): number {
		return checkUtf8(bytes, state);
	}

	/** While this is true, no further frame is taken; `receive`, which may be given no bytes, goes on with what waits. */
	protected get paused(): boolean {
		return false;
	}

	/** The MASK bit as the peer's frames must have it (§5.1). */
	protected get peerMask(): number {
		return 0x80;
	}

	/**
	 * Takes bytes from the transport, which may be changed, and are the caller's again afterwards. All that follows from them
	 * happens before it returns. When an `on…` method throws, that passes through, and the connection is to be failed.
	 */
	receive(bytes: Uint8Array): void {
		const input = this.rest.length ? concat(this.rest, bytes) : bytes;
		const end = input.length;
		let offset = 0;
		this.rest = empty;
		// §7.1.7: an endpoint MUST NOT continue to attempt to process data after it has failed the connection.
		while (offset < end && this.phase !== Phase.closed && !this.paused) {
			const next = this.receiveFrame(input, offset);
			if (next === offset) break;
			offset = next;
		}
		if (offset < end && this.phase !== Phase.closed) this.rest = concat(input.subarray(offset), empty);
	}

	/** The transport has ended. Idempotent. */
	end(): void {
		this.closed(CloseCode.abnormalClosure, empty, false);
	}

	/**
	 * Sends a message, or with `last` false a fragment of one whose rest is to follow in further calls with the same
	 * `opcode`; text in UTF-8. Or a Ping or an unsolicited Pong, also between fragments. Returns false, with nothing sent,
	 * once the connection is closing. Throws when another message is unfinished, and for a control frame over 125 bytes.
	 */
	send(opcode: Opcode, payload: Uint8Array, last = true): boolean {
		let first: number = opcode;
		// §5.5: all control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented.
		if (opcode & 8 && (payload.length > 125 || !last)) throw new RangeError("long control frame");
		// §5.5.1: the application MUST NOT send any more data frames after sending a Close frame; nor do we control frames.
		if (this.phase !== Phase.open) return false;
		if (!(opcode & 8)) {
			// §5.4: the fragments of one message MUST NOT be interleaved between the fragments of another message.
			if (this.sending && this.sending !== opcode) throw unfinished();
			if (this.sending) first = Opcode.continuation;
			this.sending = last ? 0 : opcode;
		}
		this.writeFrame(last ? first | 0x80 : first, payload);
		return true;
	}

	/** Sends a message that has been made into a frame before (`encodeFrame`), for many connections. As `send`. */
	sendFrame(frame: Uint8Array): boolean {
		if (this.phase !== Phase.open) return false;
		if (this.sending) throw unfinished();
		this.write(frame);
		return true;
	}

	/**
	 * Starts the closing handshake (RFC 6455 §7.1.2); `onClose` follows when the peer answers. Without effect when it has
	 * already started. Throws RangeError for a code that must not be sent and for a reason (UTF-8) over 123 bytes.
	 */
	close(code: number = CloseCode.normalClosure, reason: Uint8Array = empty): void {
		if (!isCloseCode(code) || reason.length > 123) throw new RangeError(`close ${code}`);
		this.sendClose(concat(Uint8Array.of(code >> 8, code), reason));
	}

	/** Fails the connection (RFC 6455 §7.1.7): a Close frame first, unless one is sent, then `onClose`. Throws as `close`. */
	fail(code: number, reason: Uint8Array = empty): void {
		this.close(code, reason);
		this.closed(code, reason, false);
	}

	/** Makes a frame and writes it. The client role masks it. */
	protected writeFrame(first: number, payload: Uint8Array): void {
		if (payload.length <= maxCopied) {
			this.write(encodeFrame(first, payload));
			return;
		}
		this.write(encodeHeader(first, payload.length, 0));
		// The transport may have ended in between.
		if (this.phase !== Phase.closed) this.write(payload);
	}

	/** Takes what there is of one frame, at `offset`; returns the offset behind that, or the same when more has to come first. */
	private receiveFrame(bytes: Uint8Array, offset: number): number {
		const incoming = this.incoming;
		const message = incoming.opcode;
		if (incoming.left) return this.receiveData(bytes, offset, message, incoming.last, incoming.left, incoming.key);
		const first = bytes[offset];
		const second = bytes[offset + 1];
		let length = second & 0x7f;
		const keyAt = offset + (length < 126 ? 2 : length === 126 ? 4 : 10);
		const start = second & 0x80 ? keyAt + 4 : keyAt;
		if (start > bytes.length) return offset;
		if (length > 125) length = readInteger(bytes, offset + 2, keyAt, length === 127);
		const section = violation(first, second, length, this.peerMask, message);
		if (section) {
			// The section that was violated is the reason: "§5.2".
			this.fail(CloseCode.protocolError, Uint8Array.of(0xc2, 0xa7, 0x35, 0x2e, 0x30 + section));
			return offset;
		}
		const key =
			start === keyAt
				? 0
				: (bytes[keyAt] << 24) | (bytes[keyAt + 1] << 16) | (bytes[keyAt + 2] << 8) | bytes[keyAt + 3];
		if (!(first & 8)) {
			// §10.4: limits on the total message size after reassembly; kept at the header, before a byte of it is taken.
			if (incoming.received + length <= this.maxMessage)
				return this.receiveData(bytes, start, first & 0x0f || message, first >= 0x80, length, key);
			this.fail(CloseCode.messageTooBig);
			return offset;
		}
		const end = start + length;
		if (end > bytes.length) return offset;
		const payload = bytes.subarray(start, end);
		if (key) this.mask(payload, key);
		this.receiveControl(first & 0x0f, payload);
		return end;
	}

	/** Takes what there is of a data frame's payload, of which `length` bytes are due. */
	private receiveData(
		bytes: Uint8Array,
		offset: number,
		opcode: number,
		last: boolean,
		length: number,
		key: number,
	): number {
		const incoming = this.incoming;
		const end = offset + length;
		const next = end < bytes.length ? end : bytes.length;
		const payload = bytes.subarray(offset, next);
		const left = end - next;
		const taken = next - offset;
		const ends = last && left === 0;
		if (key) this.mask(payload, key);
		const state = opcode === Opcode.text ? this.utf8(payload, incoming.utf8) : 0;
		// §8.1: on a byte stream that is not valid UTF-8, that endpoint MUST _Fail the WebSocket Connection_.
		if (state < 0 || (state && ends)) {
			this.fail(CloseCode.invalidPayload);
			return offset;
		}
		if (ends) this.incoming = nothing;
		else {
			const begun: Incoming = incoming === nothing ? { ...nothing } : incoming;
			begun.opcode = opcode;
			begun.last = last;
			begun.left = left;
			begun.key = rotateKey(key, taken);
			begun.received += taken;
			begun.utf8 = state;
			this.incoming = begun;
		}
		if (this.phase === Phase.open && (taken || left === 0))
			this.onFragment(opcode as MessageOpcode, payload, left, last);
		return next;
	}

	private receiveControl(opcode: number, payload: Uint8Array): void {
		// §5.5.2, §5.5.3: MUST send a Pong in response, with identical "Application data".
		if (opcode === Opcode.ping) this.writeFrame(0x80 | Opcode.pong, payload);
		else if (opcode === Opcode.pong) this.onPong(payload);
		else this.receiveClose(payload, payload.subarray(2));
	}

	private receiveClose(payload: Uint8Array, reason: Uint8Array): void {
		const code = payload.length < 2 ? CloseCode.noStatusReceived : (payload[0] << 8) | payload[1];
		// §5.5.1: if there is a body, the first two bytes MUST be a status code, and what follows is UTF-8 (§8.1).
		if (payload.length && !isCloseCode(code)) this.fail(CloseCode.protocolError);
		else if (this.utf8(reason, 0)) this.fail(CloseCode.invalidPayload);
		else {
			// §5.5.1: an endpoint that has not sent a Close frame MUST send one in response (the same code).
			this.sendClose(payload.subarray(0, 2));
			this.closed(code, reason, true);
		}
	}

	private closed(code: number, reason: Uint8Array, clean: boolean): void {
		if (this.phase === Phase.closed) return;
		this.phase = Phase.closed;
		this.incoming = nothing;
		this.onClose(code, reason, clean);
	}

	/** The one Close frame that an end sends. The phase comes first: `write` may call back into this connection. */
	private sendClose(payload: Uint8Array): void {
		if (this.phase !== Phase.open) return;
		this.phase = Phase.closing;
		this.writeFrame(0x80 | Opcode.close, payload);
	}
}

const unfinished = () => new Error("another message is not finished");

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(a.length + b.length);
	bytes.set(a);
	bytes.set(b, a.length);
	return bytes;
}

/** A number in network byte order, `signed` or not. Exact up to 2^53; above, only known to be too long. */
function readInteger(bytes: Uint8Array, offset: number, end: number, signed: boolean): number {
	let value = signed && bytes[offset] & 0x80 ? -1 : 0;
	while (offset < end) value = value * 256 + bytes[offset++];
	return value;
}

/** The key that continues after `count` bytes have been masked with `key`. */
function rotateKey(key: number, count: number): number {
	const bits = 8 * (count & 3);
	return (key << bits) | (key >>> (32 - bits));
}
