/*
	Control packets of a server as they arrive (§2, §3), sliced in any way. What to do with them is the session's (client.ts).

	A packet is judged as soon as a byte of it can be: its flags with the first, its length before anything is held for it. A
	packet other than PUBLISH is at most `longestBody` bytes, and is handed on whole. Of a PUBLISH the topic name and the
	payload are held if they are no longer than the session takes; what is longer is passed over as it comes, without being
	held, and only reported. Not more: to fail the connection would let anybody lock a client out for good, by a retained
	message that comes again upon each new one.

	What comes in one piece is handed on as a view, without a copy. Only the server's mistakes end in `fail`.
*/

import { PacketType } from "./packet.js";
import { firstByteFault, lengthFault } from "./rules.js";
import { isTopicName } from "./topic.js";

/** UTF-8, by the host. */
export interface Text {
	encode(text: string): Uint8Array;
	/** Of bytes that `isUtf8` has found to be so. */
	decode(bytes: Uint8Array): string;
	/** Whether bytes are whole and strict UTF-8 (RFC 3629). */
	isUtf8(bytes: Uint8Array): boolean;
}

/** What the next bytes are. */
const Stage = Object.freeze({
	first: 0,
	length: 1,
	/** All of a packet other than PUBLISH behind its fixed header. */
	body: 2,
	topicLength: 3,
	topic: 4,
	id: 5,
	payload: 6,
} as const);
type Stage = (typeof Stage)[keyof typeof Stage];

const nothing: Uint8Array = Object.freeze(new Uint8Array(0));

export abstract class Decoder {
	private stage: Stage = Stage.first;
	/** The first byte of the present packet. */
	private first = 0;
	/** Of its length: the bytes that have been read of it, and what they come to. Then how many bytes of the packet are left. */
	private digits = 0;
	private left = 0;
	/** How many bytes of the present stage are left; what has come of it in an earlier piece; and whether it is wanted. */
	private due = 0;
	private held: Uint8Array | undefined;
	private kept = true;
	/** Of a PUBLISH: undefined for a topic name that is too long. */
	private topic: string | undefined;
	private id = 0;

	protected abstract readonly text: Text;
	/** The longest payload to take, in bytes, and the longest topic name. Asked for each message. */
	protected abstract get maxMessage(): number;
	protected abstract get maxTopic(): number;
	/** Whether packets are taken. Nothing follows once it is false. */
	protected abstract get taking(): boolean;
	/** A packet other than PUBLISH, of the right length. */
	protected abstract takePacket(type: number, body: Uint8Array): void;
	/** A PUBLISH; `flags` are its first byte, `id` is 0 with QoS 0. `payload` is undefined if it, or the topic, was too long. */
	protected abstract takePublish(
		flags: number,
		topic: string | undefined,
		payload: Uint8Array | undefined,
		id: number,
	): void;
	/** The server has violated the standard: the section, and a few words. */
	protected abstract fail(reason: string): void;

	/** Forgets what has arrived: another connection begins. */
	protected restart(): void {
		this.stage = Stage.first;
		this.held = this.topic = undefined;
	}

	/** Takes bytes, the caller's again afterwards. */
	protected decode(bytes: Uint8Array): void {
		let offset = 0;
		while (offset < bytes.length && this.taking) {
			if (this.stage === Stage.first) this.takeFirst(bytes[offset++] as number);
			else if (this.stage === Stage.length) this.takeLength(bytes[offset++] as number);
			else {
				const piece = bytes.subarray(offset, offset + this.due);
				offset += piece.length;
				this.takePiece(piece);
			}
		}
	}

	private takeFirst(byte: number): void {
		const fault = firstByteFault(byte);
		if (fault) {
			this.fail(fault);
			return;
		}
		this.first = byte;
		this.digits = this.left = 0;
		this.stage = Stage.length;
	}

	private takeLength(byte: number): void {
		this.left |= (byte & 0x7f) << (7 * this.digits++);
		if (byte & 0x80) {
			// §2.2.3: the maximum number of bytes in the Remaining Length field is four.
			if (this.digits === 4) this.fail("§2.2.3: a remaining length of more than four bytes");
			return;
		}
		const fault = lengthFault(this.first, this.left);
		if (fault) this.fail(fault);
		else if (this.first >> 4 === PacketType.publish) this.enter(Stage.topicLength, 2);
		else this.enter(Stage.body, this.left);
	}

	/** The next `length` bytes of the packet are of this stage; unless they are `kept`, they are passed over. */
	private enter(stage: Stage, length: number, kept = true): void {
		this.stage = stage;
		this.due = length;
		this.kept = kept;
		if (length === 0) this.endStage(nothing);
	}

	private takePiece(piece: Uint8Array): void {
		if (this.kept && (this.held || piece.length < this.due)) {
			this.held ??= new Uint8Array(this.due);
			this.held.set(piece, this.held.length - this.due);
		}
		this.due -= piece.length;
		this.left -= piece.length;
		if (this.due) return;
		const whole = this.held ?? piece;
		this.held = undefined;
		this.endStage(whole);
	}

	private endStage(bytes: Uint8Array): void {
		const { stage, first } = this;
		if (stage === Stage.body) {
			this.stage = Stage.first;
			this.takePacket(first >> 4, bytes);
		} else if (stage === Stage.topicLength) this.endTopicLength(wordAt(bytes));
		else if (stage === Stage.topic) this.endTopic(bytes);
		else if (stage === Stage.id) this.endId(wordAt(bytes));
		else {
			const { topic, id } = this;
			this.stage = Stage.first;
			this.topic = undefined;
			this.takePublish(first, topic, this.kept ? bytes : undefined, id);
		}
	}

	private endTopicLength(length: number): void {
		const behind = this.first & 0x06 ? 2 : 0;
		// §4.7.3: all topic names MUST be at least one character long.
		if (length === 0) this.fail("§4.7.3: an empty topic name");
		else if (length + behind > this.left) this.fail("§3.3.2: a packet that ends in its topic name");
		else this.enter(Stage.topic, length, length <= this.maxTopic);
	}

	private endTopic(bytes: Uint8Array): void {
		const { text } = this;
		this.topic = undefined;
		if (this.kept) {
			// §1.5.3: if a Control Packet is received with ill-formed UTF-8, the Network Connection MUST be closed; so it is for
			// U+0000. §3.3.2.1: the topic name MUST NOT contain wildcard characters.
			if (text.isUtf8(bytes)) this.topic = text.decode(bytes);
			if (!this.topic || !isTopicName(this.topic)) {
				this.fail("§3.3.2.1: a topic name that is none");
				return;
			}
		}
		this.id = 0;
		if (this.first & 0x06) this.enter(Stage.id, 2);
		else this.enterPayload();
	}

	private endId(id: number): void {
		this.id = id;
		// §2.3.1: MUST contain a non-zero 16-bit Packet Identifier.
		if (id) this.enterPayload();
		else this.fail("§2.3.1: packet identifier 0");
	}

	private enterPayload(): void {
		this.enter(Stage.payload, this.left, this.topic !== undefined && this.left <= this.maxMessage);
	}
}

/** Two bytes as a number (§1.5.2). */
export const wordAt = (bytes: Uint8Array, offset = 0): number =>
	((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
