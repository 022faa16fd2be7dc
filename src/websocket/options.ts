/*
	What a connection is told by whoever makes it: its role and limits, the steps that a host does better, and the callbacks
	(in the manner of ECMA-419 §8). One frozen object serves all connections of a server.
*/

import type { Mask, MessageOpcode, Role } from "./frame.js";

export interface ConnectionOptions<Target = undefined> {
	readonly role: Role;
	/** The masking step: native, or `maskWords`. */
	readonly mask: Mask;
	/** The longest message to receive, in bytes of all its fragments; a longer one fails with 1009. */
	readonly maxMessage: number;
	/** For the client role: a fresh unpredictable 32-bit integer for each frame (RFC 6455 §10.3). */
	readonly maskingKey?: () => number;
	/** Sends `bytes`, in the order of the calls. They are not touched again by the connection. */
	readonly write: (bytes: Uint8Array, target: Target) => void;
	/**
	 * A piece of a message: `left` more bytes of its frame are to come, `last` says whether the frame is its last one.
	 * `bytes` is a view of what was given to `receive`; it is valid until the bytes are reused.
	 */
	readonly onFragment?: (opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean, target: Target) => void;
	/** A Pong has arrived, asked for or not. */
	readonly onPong?: (payload: Uint8Array, target: Target) => void;
	/**
	 * The connection is closed, once: nothing more is sent or delivered. A server now closes the TCP connection (§7.1.1).
	 * `code` and `reason` (UTF-8) are the peer's, or 1005 when it gave none; after a failure ours, or 1006 when the
	 * transport ended. `clean` says whether both sides have sent a Close frame.
	 */
	readonly onClose?: (code: number, reason: Uint8Array, clean: boolean, target: Target) => void;
}
