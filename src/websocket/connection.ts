/*
	One end of a WebSocket connection (RFC 6455 §5–§7). It does no input or output of its own: a subclass provides `write` and a
	`host`, and learns what happens through its `on…` methods. This is the server; client.ts is the other role.

	Bytes go in through `receive`, sliced in any way. A header, and a control frame with its payload, is parsed once it is
	complete; until then its bytes wait in `rest`, 139 at most. The payload of a message is passed on as it arrives, as a view
	that is unmasked in place; an Assembler makes whole messages where they are wanted.

	What the peer does wrong ends in the one `fail()`; what our own side does wrong throws. After a failure frames are still
	found, but only skipped, until the peer's Close frame shows that TCP can be closed without losing ours.

	RAM: most connections idle most of the time. Between messages they share one frozen `incoming`, and properties that few of
	them need are not created until they are used.

	Flash: a name that is looked up at run time costs some, so opcodes, close codes and phases are written as numbers; their names
	are in names.ts. Phases are 0 open, 1 closing, 2 failed, 3 closed, and only go forward. Extensions are never negotiated.
*/

import { checkUtf8, encodeFrame, encodeHeader, type Host, isCloseCode, violation } from "./frame.js";
import type { MessageOpcode, Opcode, Phase } from "./names.js";

/** A message of which a part has arrived; or, after a failure, a frame that is skipped. */
interface Incoming {
	/** The message's opcode, with the FIN bit once its last frame has begun; the opcode of what is skipped. */
	first: number;
	/** How many payload bytes of the present frame are still to come. */
	left: number;
	/** The masking key, rotated to fit the next of those bytes. */
	key: number;
	/** How many bytes the message has, as far as its frames have been announced. */
	received: number;
	/** The state of the UTF-8 check; absent until a character is cut. */
	utf8?: number;
}

/** What all connections share between messages. */
const nothing: Incoming = Object.freeze({ first: 0, left: 0, key: 0, received: 0 });

export abstract class Connection {
	/** Where the connection stands. To be read only. */
	declare phase: Phase;
	declare private incoming: Incoming;
	/** Bytes that cannot be parsed yet; undefined or absent when there are none. */
	declare private rest?: ArrayBufferLike | undefined;
	/** The opcode of the message that is being sent in fragments; 0 or absent when there is none. */
	declare protected sending?: number;

	/** Sets what each connection has. Here: fields with a value would be a function of their own, of 160 bytes of flash. */
	constructor() {
		this.phase = 0;
		this.incoming = nothing;
	}

	/** The longest message to accept, in bytes of all its fragments; a longer one fails the connection with 1009. */
	protected abstract get maxMessage(): number;
	/**
	 * Sends `bytes`, which the connection will not touch again, in the order of the calls. From inside it the connection may be
	 * ended, but nothing sent: it may be between a header and its payload.
	 */
	protected abstract write(bytes: Uint8Array): void;
	/** What the engine can do faster than this code. */
	protected abstract get host(): Host;
	/**
	 * A piece of a message: `left` more bytes of its frame are to come, `last` says whether the frame is its last one.
	 * `bytes` is a view of what was given to `receive`, valid until those bytes are used again.
	 */
	protected abstract onFragment(opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void;
	/**
	 * The connection is over, told once: nothing more is sent or delivered. `code` and `reason` (UTF-8) are the peer's, or 1005
	 * when it gave none; after a failure they are ours, or 1006 when the transport ended. `clean` says whether both sides have
	 * sent a Close frame in order. A server closes TCP (§7.1.1) once the phase is `closed`; while it is `failed`, further input
	 * should be given to `receive`, or dropped, for a moment: TCP closed with data unread is reset, and our Close frame lost.
	 */
	protected abstract onClose(code: number, reason: Uint8Array, clean: boolean): void;

	/** A Pong has arrived, asked for or not. */
	protected onPong?(payload: Uint8Array): void;

	/** While this is true, no further frame is taken; `receive`, which may be given no bytes, goes on with what waits. */
	protected isPaused?(): boolean;

	/** The client role's: a fresh masking key. Who masks is sent frames without (§5.1). */
	protected maskingKey?(): number;

	/**
	 * Takes bytes from the transport, which may be changed, and are the caller's again afterwards. All that follows from them
	 * happens before it returns. When an `on…` method throws, that passes through: the connection is to be failed then, and given
	 * no more input.
	 */
	receive(bytes: Uint8Array): void {
		if (this.rest) {
			const rest = new Uint8Array(this.rest);
			const more = bytes;
			bytes = new Uint8Array(rest.length + more.length);
			bytes.set(rest);
			bytes.set(more, rest.length);
			this.rest = undefined;
		}
		let offset = 0;
		while (offset < bytes.length) {
			const incoming = this.incoming;
			const next = incoming.left
				? this.receivePayload(bytes, offset, incoming.first, incoming.left, incoming.key)
				: this.receiveFrame(bytes, offset);
			if (next === offset) {
				if (this.phase < 3) this.rest = new Uint8Array(bytes.subarray(offset)).buffer;
				return;
			}
			offset = next;
		}
	}

	/** The transport has ended. Idempotent. */
	end(): void {
		this.finish(3, 1006, new Uint8Array(0), false);
	}

	/**
	 * Sends a message, or with `last` false a fragment of one whose rest is to follow in further calls with the same
	 * `opcode`; text in UTF-8. Or a Ping or an unsolicited Pong, also between fragments. Returns false, with nothing sent,
	 * once the connection is closing. Throws when another message is not finished, and for a control frame over 125 bytes.
	 */
	send(opcode: Opcode, payload: Uint8Array, last = true): boolean {
		// §5.5.1: the application MUST NOT send any more data frames after sending a Close frame; nor do we control frames.
		if (this.phase) return false;
		if (opcode & 8) {
			// §5.5: all control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented.
			if (payload.length > 125 || !last) throw new RangeError("long control frame");
		} else if (this.sending || !last) {
			// §5.4: the fragments of one message MUST NOT be interleaved between the fragments of another message.
			const former = this.sending;
			if (former && former !== opcode) throw new Error("another message is not finished");
			this.sending = last ? 0 : opcode;
			if (former) opcode = 0;
		}
		this.writeFrame(last ? opcode | 0x80 : opcode, payload);
		return true;
	}

	/** Sends a message that has been made into a frame before (`encodeFrame`), for many connections. As `send`. */
	sendFrame(frame: Uint8Array): boolean {
		if (this.phase) return false;
		if (this.sending) throw new Error("another message is not finished");
		this.write(frame);
		return true;
	}

	/**
	 * Starts the closing handshake (RFC 6455 §7.1.2); `onClose` follows when the peer answers. Without effect when it has
	 * already started. Throws RangeError for a code that must not be sent and for a reason (UTF-8) over 123 bytes.
	 */
	close(code = 1000, reason: Uint8Array = new Uint8Array(0)): void {
		if (!isCloseCode(code) || reason.length > 123) throw new RangeError(`close ${code}`);
		const payload = new Uint8Array(2 + reason.length);
		payload[0] = code >> 8;
		payload[1] = code;
		payload.set(reason, 2);
		this.sendClose(payload);
	}

	/** Fails the connection (RFC 6455 §7.1.7): a Close frame first, unless one is sent, then `onClose`. Throws as `close`. */
	fail(code: number, reason: Uint8Array = new Uint8Array(0)): void {
		this.close(code, reason);
		this.finish(2, code, reason, false);
	}

	/** Makes a frame and writes it. The client role masks it. */
	protected writeFrame(first: number, payload: Uint8Array): void {
		// A short payload is copied behind its header, so that a frame is one write.
		if (payload.length > 256) {
			this.write(encodeHeader(first, payload.length, 0));
			// The transport may have ended in between.
			if (this.phase < 2) this.write(payload);
		} else this.write(encodeFrame(first, payload));
	}

	/** Takes what there is of the frame at `offset`; returns the offset behind that, or the same when more has to come first. */
	private receiveFrame(bytes: Uint8Array, offset: number): number {
		const incoming = this.incoming;
		const first = bytes[offset] as number;
		const second = bytes[offset + 1] as number;
		const opcode = first & 0x0f;
		let length = second & 0x7f;
		const keyAt = offset + (length < 126 ? 2 : length === 126 ? 4 : 10);
		const start = second & 0x80 ? keyAt + 4 : keyAt;
		if (start > bytes.length || (this.phase < 2 && this.isPaused?.())) return offset;
		if (length > 125) {
			// Network byte order; of 64 bits signed, exact up to 2^53.
			let i = offset + 2;
			length = length === 127 && (bytes[i] as number) & 0x80 ? -1 : 0;
			while (i < keyAt) length = length * 256 + (bytes[i++] as number);
		}
		if (this.phase < 2) {
			const section = violation(first, second, length, this.maskingKey ? 0 : 0x80, incoming.first);
			// The section that was violated is the reason: "§5.2".
			if (section) this.fail(1002, Uint8Array.of(0xc2, 0xa7, 0x35, 0x2e, 0x30 + section));
			// §10.4: limits on the total message size after reassembly; kept at the header, before a byte of it is taken.
			else if (opcode < 8 && incoming.received + length > this.maxMessage) this.fail(1009);
		}
		if (this.phase >= 2) {
			// Behind a length that is none (§5.2: its most significant bit MUST be 0) no other frame can be found.
			return this.receivePayload(bytes, start, opcode, length < 0 ? Number.POSITIVE_INFINITY : length, 0);
		}
		const key =
			start === keyAt
				? 0
				: ((bytes[keyAt] as number) << 24) |
					((bytes[keyAt + 1] as number) << 16) |
					((bytes[keyAt + 2] as number) << 8) |
					(bytes[keyAt + 3] as number);
		if (opcode < 8) {
			if (incoming !== nothing) incoming.received += length;
			return this.receivePayload(bytes, start, (first & 0x80) | opcode | incoming.first, length, key);
		}
		const end = start + length;
		if (end > bytes.length) return offset;
		const payload = bytes.subarray(start, end);
		if (key) this.host.mask(payload, key);
		this.receiveControl(opcode, payload);
		return end;
	}

	/** Takes what there is of a payload of which `length` bytes are due. `first` as in Incoming. */
	private receivePayload(bytes: Uint8Array, offset: number, first: number, length: number, key: number): number {
		const incoming = this.incoming;
		let end = offset + length;
		let left = end - bytes.length;
		if (left > 0) end = bytes.length;
		else left = 0;
		const payload = offset || !left ? bytes.subarray(offset, end) : bytes;
		if (key) this.host.mask(payload, key);
		const ends = !left && first >= 0x80;
		// Noted before it is looked at: so where the frame ends is known even if it fails the connection.
		if (ends) this.incoming = nothing;
		else {
			const odd = (end - offset) & 3;
			if (odd) key = (key << (8 * odd)) | (key >>> (32 - 8 * odd));
			if (incoming === nothing) this.incoming = { first, left, key, received: length };
			else {
				incoming.first = first;
				incoming.left = left;
				incoming.key = key;
			}
		}
		if (this.phase >= 2) {
			// §7.1.1: both sides have sent a Close frame now, so TCP can be closed.
			if (left === 0 && first === 8) this.end();
			return end;
		}
		if (end === offset && left) return end;
		if (first & 1 && (incoming.utf8 || !this.host.isUtf8?.(payload))) {
			const state = checkUtf8(payload, incoming.utf8 ?? 0, this.host);
			// §8.1: on a byte stream that is not valid UTF-8, that endpoint MUST _Fail the WebSocket Connection_.
			if (state < 0 || (state && ends)) {
				this.fail(1007);
				return end;
			}
			if (!ends) this.incoming.utf8 = state;
		}
		if (!this.phase) this.onFragment((first & 0x0f) as MessageOpcode, payload, left, first >= 0x80);
		return end;
	}

	private receiveControl(opcode: number, payload: Uint8Array): void {
		// §5.5.2, §5.5.3: MUST send a Pong in response, with identical "Application data".
		if (opcode === 9) this.writeFrame(0x8a, payload);
		else if (opcode === 10) this.onPong?.(payload);
		else {
			const length = payload.length;
			const code = length < 2 ? 1005 : ((payload[0] as number) << 8) | (payload[1] as number);
			const reason = payload.subarray(2);
			// §5.5.1: if there is a body, the first two bytes MUST be a status code, and what follows is UTF-8 (§8.1).
			if (length && !isCloseCode(code)) this.fail(1002);
			else if (checkUtf8(reason, 0)) this.fail(1007);
			// §5.5.1: an endpoint that has not sent a Close frame MUST send one in response (the same code).
			else this.sendClose(payload.subarray(0, 2));
			this.finish(3, code, reason, true);
		}
	}

	/** Phases only go forward; the first of the last two is told. */
	private finish(phase: Phase, code: number, reason: Uint8Array, clean: boolean): void {
		const former = this.phase;
		if (former < phase) this.phase = phase;
		if (former < 2) this.onClose(code, reason, clean);
	}

	/** The one Close frame that an end sends. The phase comes first: `write` may call back into this connection. */
	private sendClose(payload: Uint8Array): void {
		if (this.phase) return;
		this.phase = 1;
		this.writeFrame(0x88, payload);
	}
}
