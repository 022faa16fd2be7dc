/*
	One end of a WebSocket connection (RFC 6455 §5–§7). It does no input or output of its own: a subclass provides `write` and a
	`host`, and learns what happens through its `on…` methods. This is the server; client.ts is the other role.

	Bytes go in through `receive`, sliced in any way. A header, and a control frame with its payload, is parsed once it is
	complete; until then its bytes wait in `buffer`: 139 at most, while paused all that came. The payload of a message is passed on
	as it arrives, as a view that is unmasked in place; an Assembler makes whole messages where they are wanted.

	What the peer does wrong ends in the one `fail()`; what our own side does wrong throws. After a failure frames are still
	found, but only skipped, until the peer's Close frame shows that TCP can be closed without losing ours.

	RAM: most connections idle most of the time. Until a message comes in parts, a connection has its phase and nothing else.

	Flash: a name that is looked up at run time costs some, so opcodes, close codes and phases are written as numbers; their names
	are in names.ts. What is private has names that XS knows already, for the same reason. Phases are 0 open, 1 closing, 2 failed,
	3 closed, and only go forward. Extensions are never negotiated.
*/

import { checkUtf8, encodeFrame, type Host, isCloseCode, violation } from "./frame.js";
import type { MessageOpcode, Opcode, Phase } from "./names.js";

/** A message of which a part has arrived; or, after a failure, a frame that is skipped. */
interface Message {
	/** The message's opcode, with the FIN bit once its last frame has begun; the opcode of what is skipped. */
	first: number;
	/** How many payload bytes of the present frame are still to come. */
	left: number;
	/** The masking key, rotated to fit the next of those bytes. */
	key: number;
	/** How many bytes the message has, as far as its frames have been announced. */
	size: number;
	/** The state of the UTF-8 check; absent until a character is cut. */
	state?: number;
}

export abstract class Connection {
	/** Where the connection stands. To be read only. */
	declare phase: Phase;
	/** The message that is not whole yet; undefined or absent between messages. */
	declare private message?: Message | undefined;
	/** Bytes that cannot be parsed yet; undefined or absent when there are none. */
	declare private buffer?: ArrayBufferLike | undefined;
	/** The opcode of the message that is being sent in fragments; 0 or absent when there is none. */
	declare protected sending?: number;

	/** Sets what each connection has. Here: a field with a value would be a function of its own, of 160 bytes of flash. */
	constructor() {
		this.phase = 0;
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
	protected onPong?(data: Uint8Array): void;

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
		if (this.buffer) {
			// What has waited comes first.
			const begin = new Uint8Array(this.buffer);
			const data = new Uint8Array(begin.length + bytes.length);
			data.set(begin);
			data.set(bytes, begin.length);
			this.buffer = undefined;
			bytes = data;
		}
		let index = 0;
		while (index < bytes.length) {
			const message = this.message;
			const next = message?.left
				? this.take(bytes, index, message.first, message.left, message.key)
				: this.parse(bytes, index);
			if (next === index) {
				if (this.phase < 3) this.buffer = new Uint8Array(bytes.subarray(index)).buffer;
				return;
			}
			index = next;
		}
	}

	/**
	 * The connection is over, by default since the transport has ended. Idempotent. A subclass may give it `code` and `reason`
	 * as `onClose` is to have them.
	 */
	end(code = 1006, reason: Uint8Array = new Uint8Array(0)): void {
		const phase = this.phase;
		this.phase = 3;
		if (phase < 2) this.onClose(code, reason, code !== 1006);
	}

	/**
	 * Sends a message, or with `last` false a fragment of one whose rest is to follow in further calls with the same
	 * `opcode`; text in UTF-8. Or a Ping or an unsolicited Pong, also between fragments. Returns false, with nothing sent,
	 * once the connection is closing. Throws when another message is not finished, and for a control frame over 125 bytes.
	 */
	send(opcode: Opcode, data: Uint8Array, last?: boolean): boolean {
		// §5.5.1: the application MUST NOT send any more data frames after sending a Close frame; nor do we control frames.
		if (this.phase) return false;
		if (opcode & 8) {
			// §5.5: all control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented.
			if (data.length > 125 || last === false) throw new RangeError("long control frame");
		} else if (this.sending || last === false) {
			// §5.4: the fragments of one message MUST NOT be interleaved between the fragments of another message.
			const message = this.sending;
			if (message && message !== opcode) throw new Error("a message is not finished");
			this.sending = last === false ? opcode : 0;
			if (message) opcode = 0;
		}
		this.transmit(last === false ? opcode : opcode | 0x80, data);
		return true;
	}

	/** Sends a message that has been made into a frame before (`encodeFrame`), for many connections. As `send`. */
	sendFrame(bytes: Uint8Array): boolean {
		if (this.phase) return false;
		if (this.sending) throw new Error("a message is not finished");
		this.write(bytes);
		return true;
	}

	/**
	 * Starts the closing handshake (RFC 6455 §7.1.2); `onClose` follows when the peer answers. Without effect when it has
	 * already started. Throws RangeError for a code that must not be sent and for a reason (UTF-8) over 123 bytes.
	 */
	close(code = 1000, reason: Uint8Array = new Uint8Array(0)): void {
		if (!isCloseCode(code) || reason.length > 123) throw new RangeError(`close ${code}`);
		if (this.phase) return;
		const data = new Uint8Array(2 + reason.length);
		data[0] = code >> 8;
		data[1] = code;
		data.set(reason, 2);
		// The phase comes first: `write` may call back into this connection.
		this.phase = 1;
		this.transmit(0x88, data);
	}

	/** Fails the connection (RFC 6455 §7.1.7): a Close frame first, unless one is sent, then `onClose`. Throws as `close`. */
	fail(code: number, reason: Uint8Array = new Uint8Array(0)): void {
		this.close(code, reason);
		if (this.phase > 1) return;
		this.phase = 2;
		this.onClose(code, reason, false);
	}

	/** Makes a frame and writes it. The client role masks it. Short ones, which most are, are made here. */
	protected transmit(first: number, data: Uint8Array): void {
		const length = data.length;
		// A payload of up to 256 bytes is copied behind its header, so that a frame is one write.
		if (length > 256) {
			this.write(encodeFrame(first, data, 0));
			// The transport may have ended in between.
			if (this.phase < 2) this.write(data);
		} else if (length > 125) this.write(encodeFrame(first, data));
		else {
			const bytes = new Uint8Array(2 + length);
			bytes[0] = first;
			bytes[1] = length;
			bytes.set(data, 2);
			this.write(bytes);
		}
	}

	/** Takes what there is of the frame at `index`; returns the index behind that, or the same when more has to come first. */
	private parse(bytes: Uint8Array, index: number): number {
		const message = this.message;
		let first = bytes[index] as number;
		const second = bytes[index + 1] as number;
		let length = second & 0x7f;
		const size = length < 126 ? 2 : length === 126 ? 4 : 10;
		const begin = index + size + (second & 0x80 ? 4 : 0);
		if (begin > bytes.length || (this.phase < 2 && this.isPaused?.())) return index;
		if (length > 125) {
			// Network byte order, exact up to 2^53. The highest bit of 64 counts twice, so that no rounding can look like it.
			length = length === 127 ? (bytes[index + 2] as number) >> 7 : 0;
			for (let i = 2; i < size; i++) length = length * 256 + (bytes[index + i] as number);
		}
		if (this.phase < 2) {
			const reason = violation(first, second, length, !this.maskingKey, !!message);
			// The reason is the section that was violated: "§5.2".
			if (reason) this.fail(1002, Uint8Array.of(0xc2, 0xa7, 0x35, 0x2e, 0x30 + reason));
			// §10.4: limits on the total message size after reassembly; kept at the header, before a byte of it is taken.
			else if (first < 0x88 && (message?.size ?? 0) + length > this.maxMessage) this.fail(1009);
		}
		if (this.phase >= 2) return this.take(bytes, begin, first & 0x0f, length, 0);
		const key =
			second & 0x80
				? ((bytes[begin - 4] as number) << 24) |
					((bytes[begin - 3] as number) << 16) |
					((bytes[begin - 2] as number) << 8) |
					(bytes[begin - 1] as number)
				: 0;
		if (first > 0x87) {
			if (begin + length > bytes.length) return index;
		} else if (message) {
			message.size += length;
			first |= message.first;
		}
		return this.take(bytes, begin, first, length, key);
	}

	/** Takes what there is of a payload of which `length` bytes are due, all of it for a control frame. `first` as in Message. */
	private take(bytes: Uint8Array, index: number, first: number, length: number, key: number): number {
		let message = this.message;
		let end = index + length;
		let left = end - bytes.length;
		if (left > 0) end = bytes.length;
		else left = 0;
		const data = index || !left ? bytes.subarray(index, end) : bytes;
		if (key) this.host.mask(data, key);
		// Noted before it is looked at: so where the frame ends is known even if it fails the connection.
		if (left || first < 0x80) {
			const shift = (end - index) & 3;
			if (shift) key = (key << (8 * shift)) | (key >>> (-8 * shift));
			if (!message) {
				// The cast: what it lacks is set right below.
				message = { size: length } as Message;
				this.message = message;
			}
			message.first = first;
			message.left = left;
			message.key = key;
		} else if (first > 0x87) {
			this.process(first, data);
			return end;
		} else if (message) this.message = undefined;
		if (this.phase >= 2) {
			// §7.1.1: both sides have sent a Close frame now, so TCP can be closed.
			if (!left && first === 8) this.end();
			return end;
		}
		if (end === index && left) return end;
		if (first & 1 && (message?.state || !this.host.isUtf8?.(data))) {
			const state = checkUtf8(data, message?.state ?? 0, this.host);
			// §8.1: on a byte stream that is not valid UTF-8, that endpoint MUST _Fail the WebSocket Connection_.
			if (state < 0 || (state && !this.message)) {
				this.fail(1007);
				return end;
			}
			if (message) message.state = state;
		}
		if (!this.phase) this.onFragment((first & 0x0f) as MessageOpcode, data, left, first >= 0x80);
		return end;
	}

	/** Does what a control frame asks for. */
	private process(first: number, data: Uint8Array): void {
		// §5.5.2, §5.5.3: MUST send a Pong in response, with identical "Application data".
		if (first === 0x89) this.transmit(0x8a, data);
		else if (first === 0x8a) this.onPong?.(data);
		else {
			const length = data.length;
			const code = length < 2 ? 1005 : ((data[0] as number) << 8) | (data[1] as number);
			const reason = data.subarray(2);
			// §5.5.1: if there is a body, the first two bytes MUST be a status code, and what follows is UTF-8 (§8.1).
			if (length && !isCloseCode(code)) this.fail(1002);
			else if (checkUtf8(reason, 0)) this.fail(1007);
			// §5.5.1: an endpoint that has not sent a Close frame MUST send one in response (the same code).
			else if (!this.phase) {
				this.phase = 1;
				this.transmit(0x88, data.subarray(0, 2));
			}
			this.end(code, reason);
		}
	}
}
