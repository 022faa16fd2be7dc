/*
	One end of a WebSocket connection (RFC 6455 §5–§7): OPEN, CLOSING, CLOSED. No input or output of its own: bytes go in
	through `receive`, frames come out through `options.write`, and what happens is told through `options.on…`.

	What the peer does wrong ends in one `fail()`; what our own side does wrong throws. Everything that the connections of
	a server have in common is in one shared options object; the connection itself holds a few numbers and its `target`,
	which is passed to every callback.

	Messages are handed on in fragments, as they arrive and without a copy; an Assembler makes them whole where wanted.
	Text is checked as UTF-8 before it is handed on. Extensions are never negotiated.
*/

import { Assembler } from "./assembler.js";
import { Decoder } from "./decoder.js";
import { encodeFrame, encodeHeader, headerSize } from "./encoder.js";
import {
	CloseCode,
	controlBit,
	finBit,
	type Mask,
	type MessageOpcode,
	maxControlPayload,
	Opcode,
	opcodeBits,
	Role,
} from "./frame.js";
import type { ConnectionOptions } from "./options.js";
import { closeCode, closeViolation, invalidText, isCloseCode, tooBig, type Violation, violation } from "./rules.js";
import { checkUtf8, invalidUtf8 } from "./utf8.js";

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

const empty = Object.freeze(new Uint8Array(0));

/** Up to this many bytes a payload is copied behind its header, so that a frame is one write. */
const maxCopied = 1024;

export class Connection<Target = undefined> extends Decoder {
	readonly options: ConnectionOptions<Target>;
	readonly target: Target;
	/** Where the connection stands. To be read only. */
	phase: Phase = Phase.open;
	/** The message that is being received in fragments: its opcode (or 0), its bytes so far, its UTF-8 state. */
	private receiving = 0;
	private received = 0;
	private utf8 = 0;
	/** The message that is being sent in fragments: its opcode, or 0. */
	private sending = 0;
	/** The payload of a control frame that is cut by the transport. */
	private control: Assembler | undefined;

	constructor(options: ConnectionOptions<Target>, target: Target) {
		super();
		// §5.3: The masking key needs to be unpredictable: no default of ours could be.
		if (options.role === Role.client && !options.maskingKey) throw new TypeError("a client needs a maskingKey");
		this.options = options;
		this.target = target;
	}

	/** Takes bytes from the transport, which are unmasked in place. All that follows from them happens before it returns. */
	receive(bytes: Uint8Array): void {
		for (let offset = 0; offset < bytes.length; ) offset = this.receiveFrame(bytes, offset);
	}

	/** As `receive`, but stops behind the first frame that ends; returns the offset where to go on. */
	receiveFrame(bytes: Uint8Array, offset: number): number {
		// §7.1.7: An endpoint MUST NOT continue to attempt to process data after it has failed the connection.
		return this.phase === Phase.closed ? bytes.length : this.decode(bytes, offset);
	}

	/** The transport has ended. Idempotent. */
	end(): void {
		this.closed(CloseCode.abnormalClosure, empty, false);
	}

	/**
	 * Sends a message, or with `last` false a fragment of one whose rest is to follow in further calls with the same
	 * `opcode`; text in UTF-8. Returns false, with nothing sent, once the connection is closing.
	 * Throws when another message is still unfinished.
	 */
	send(opcode: MessageOpcode, payload: Uint8Array, last = true): boolean {
		if (this.phase !== Phase.open) return false;
		// §5.4: The fragments of one message MUST NOT be interleaved between the fragments of another message.
		if (this.sending && this.sending !== opcode) throw new Error("another message is not finished");
		const first = (last ? finBit : 0) | (this.sending ? Opcode.continuation : opcode);
		this.sending = last ? 0 : opcode;
		this.writeFrame(first, payload);
		return true;
	}

	/** Sends a message that has been made into a frame before (`encodeFrame`), for many connections. As `send`. */
	sendFrame(frame: Uint8Array): boolean {
		if (this.phase !== Phase.open) return false;
		if (this.sending) throw new Error("another message is not finished");
		this.options.write(frame, this.target);
		return true;
	}

	/** Sends a Ping, also between the fragments of a message. Throws RangeError over 125 bytes. Returns as `send`. */
	ping(payload: Uint8Array = empty): boolean {
		return this.sendControl(Opcode.ping, payload);
	}

	/** Sends a Pong that nobody asked for: a heartbeat of one direction (RFC 6455 §5.5.3). As `ping`. */
	pong(payload: Uint8Array = empty): boolean {
		return this.sendControl(Opcode.pong, payload);
	}

	/**
	 * Starts the closing handshake (RFC 6455 §7.1.2); `onClose` follows when the peer answers. Without effect when it has
	 * already started. Throws RangeError for a code that must not be sent and for a reason (UTF-8) over 123 bytes.
	 */
	close(code: number = CloseCode.normalClosure, reason: Uint8Array = empty): void {
		this.sendClose(closePayload(code, reason));
	}

	/**
	 * Fails the connection (RFC 6455 §7.1.7): a Close frame with `code` first, unless one is sent, then `onClose`.
	 * `reason` is ASCII. Throws as `close`.
	 */
	fail(code: number, reason: string): void {
		const payload = closePayload(code, ascii(reason));
		this.sendClose(payload);
		this.closed(code, payload.subarray(2), false);
	}

	protected override get mask(): Mask {
		return this.options.mask;
	}

	protected override header(first: number, second: number, length: number): boolean {
		const wrong = violation(first, second, length, this.options.role, this.receiving);
		if (wrong) return this.refuse(wrong);
		if (first & controlBit) return true;
		// §10.4: limits on the total message size after reassembly; kept at the header, before a byte of it is taken.
		this.received += length;
		if (this.received > this.options.maxMessage) return this.refuse(tooBig);
		this.receiving ||= first & opcodeBits;
		return true;
	}

	protected override payload(first: number, bytes: Uint8Array, left: number): void {
		if (!(first & controlBit)) {
			this.receiveFragment(bytes, left, (first & finBit) !== 0);
			return;
		}
		if (left) this.control ??= new Assembler();
		const whole = this.control ? this.control.add(bytes, left, true) : bytes;
		if (!whole) return;
		this.control = undefined;
		switch (first & opcodeBits) {
			case Opcode.close:
				this.receiveClose(whole);
				break;
			case Opcode.ping:
				// §5.5.2: an endpoint MUST send a Pong frame in response, unless it already received a Close frame,
				// §5.5.3: with identical "Application data".
				this.writeFrame(finBit | Opcode.pong, whole);
				break;
			default:
				this.options.onPong?.(whole, this.target);
		}
	}

	private receiveFragment(bytes: Uint8Array, left: number, last: boolean): void {
		const opcode = this.receiving as MessageOpcode;
		const ends = last && left === 0;
		if (opcode === Opcode.text) {
			this.utf8 = checkUtf8(bytes, this.utf8);
			// §8.1: on a byte stream that is not valid UTF-8, that endpoint MUST _Fail the WebSocket Connection_.
			if (this.utf8 === invalidUtf8 || (ends && this.utf8)) {
				this.refuse(invalidText);
				return;
			}
		}
		if (ends) {
			this.receiving = 0;
			this.received = 0;
		}
		if (this.phase === Phase.open) this.options.onFragment?.(opcode, bytes, left, last, this.target);
	}

	private receiveClose(payload: Uint8Array): void {
		const wrong = closeViolation(payload);
		if (wrong) {
			this.refuse(wrong);
			return;
		}
		// §5.5.1: an endpoint that receives a Close frame and has not sent one MUST send one in response (the same code).
		this.sendClose(payload.subarray(0, 2));
		this.closed(closeCode(payload), payload.subarray(2), true);
	}

	private refuse({ code, reason }: Violation): false {
		this.fail(code, reason);
		return false;
	}

	private closed(code: number, reason: Uint8Array, clean: boolean): void {
		if (this.phase === Phase.closed) return;
		this.phase = Phase.closed;
		this.control = undefined;
		this.options.onClose?.(code, reason, clean, this.target);
	}

	/** The one Close frame that an end sends. The phase comes first: `write` may call back into this connection. */
	private sendClose(payload: Uint8Array): void {
		if (this.phase !== Phase.open) return;
		this.phase = Phase.closing;
		this.writeFrame(finBit | Opcode.close, payload);
	}

	private sendControl(opcode: number, payload: Uint8Array): boolean {
		// §5.5: All control frames MUST have a payload length of 125 bytes or less.
		if (payload.length > maxControlPayload) throw new RangeError(`control frame of ${payload.length} bytes`);
		// §5.5.1: The application MUST NOT send any more data frames after sending a Close frame; nor do we control frames.
		if (this.phase !== Phase.open) return false;
		this.writeFrame(finBit | opcode, payload);
		return true;
	}

	private writeFrame(first: number, payload: Uint8Array): void {
		const { role, mask, maskingKey, write } = this.options;
		if (role === Role.server && payload.length > maxCopied) {
			const header = new Uint8Array(headerSize(payload.length, false));
			encodeHeader(header, first, payload.length);
			write(header, this.target);
			// The transport may have ended in between.
			if (this.phase !== Phase.closed) write(payload, this.target);
			return;
		}
		const key = maskingKey && role === Role.client ? maskingKey() : undefined;
		write(encodeFrame(first, payload, mask, key), this.target);
	}
}

function closePayload(code: number, reason: Uint8Array): Uint8Array {
	if (!isCloseCode(code)) throw new RangeError(`close code ${code}`);
	if (reason.length > maxControlPayload - 2) throw new RangeError(`close reason of ${reason.length} bytes`);
	const payload = new Uint8Array(2 + reason.length);
	payload[0] = code >> 8;
	payload[1] = code;
	payload.set(reason, 2);
	return payload;
}

function ascii(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}
