/*
	A client's session with a server (§3, §4): it opens, subscribes, publishes with QoS 0 or 1 and acknowledges, over one
	connection after the other. It does no input or output of its own: a subclass provides `write`, and learns what happens
	through its `on…` methods; it also owns the clock, and calls `tick` now and then.

	    offline → (open) → opening → (CONNACK) → open → (end, fail, refusal, close) → offline

	What awaits an answer is kept in `pending`, `maxPending` at most; a message that does not fit is not taken, and the caller
	tries again when it is told of an acknowledgement: nothing is queued. With CleanSession set to 0 unacknowledged messages are
	held until they are acknowledged, also across connections, and are sent again first (§4.4); with CleanSession set to 1 only
	their identifiers are, since they end with the connection (§3.1.2.4).

	A long message can be sent in pieces that are made one by one (`publishHead`, `publishPiece`), so that it is never held as
	a whole.

	What the server does wrong ends in the one `fail()`; what our own side does wrong throws.
*/

import { Decoder, wordAt } from "./decoder.js";
import {
	encodeConnect,
	encodeEmpty,
	encodePuback,
	encodePublish,
	encodePublishHead,
	encodeSubscribe,
	encodeTopic,
	encodeUnsubscribe,
	type Opening,
	type Subscription,
} from "./encoder.js";
import { PacketType, type QoS, refusals, subscriptionFailure } from "./packet.js";
import { Pending, type PendingType } from "./pending.js";
import { connackFault } from "./rules.js";

/** Where a session stands. */
export const Phase = Object.freeze({
	/** There is no connection. */
	offline: 0,
	/** CONNECT is sent, CONNACK is awaited. */
	opening: 1,
	/** The server has accepted the connection. */
	open: 2,
} as const);
export type Phase = (typeof Phase)[keyof typeof Phase];

/** How long the server may take over a PINGRESP, in ms. */
export const pingTimeout = 20_000;

export abstract class Client extends Decoder {
	/** Where the session stands. To be read only. */
	phase: Phase = Phase.offline;
	private clean = true;
	/** After how many ms of silence, in either direction, the server is pinged; 0 = never. */
	private patience = 0;
	/** Whether something has been sent, or received, since the last tick; when that was last so, as ticks can tell. */
	private spoken = false;
	private heard = false;
	private spokenAt = 0;
	private heardAt = 0;
	/** Whether a PINGREQ is not answered yet. */
	private pinged = false;
	private readonly pending = new Pending();
	/** How many bytes are still to come of a message that is sent in pieces. */
	private owed = 0;
	/** Whether bytes are being received: what they bring is answered in between. */
	private receiving = false;

	/** How many messages, subscriptions and the like may await their answers at once. */
	protected get maxPending(): number {
		return 8;
	}

	/** Sends `bytes`, which the session does not change while this connection lasts, in the order of the calls. */
	protected abstract write(bytes: Uint8Array): void;
	/** The server has accepted the connection, and has a session of ours or not. */
	protected abstract onOpen(sessionPresent: boolean): void;
	/**
	 * A message has come. `payload` is a view that is valid until the bytes given to `receive` are used again. It is acknowledged
	 * when this returns.
	 */
	protected abstract onMessage(topic: string, payload: Uint8Array, retained: boolean): void;
	/**
	 * The connection is over, told once, and the transport is to be closed: after `end` with "", otherwise with the section of
	 * the standard that the server has violated, or with what it refuses, in words.
	 */
	protected abstract onClose(reason: string): void;

	/** A message with QoS 1 has been acknowledged: there is room for another one. */
	protected onAcknowledged(_id: number): void {}
	/** A SUBSCRIBE has been answered: with the QoS granted for each filter, or `subscriptionFailure`. */
	protected onSubscribed(_granted: Uint8Array): void {}
	protected onUnsubscribed(): void {}
	/** A message has been passed over because it, or its topic name, is longer than is taken. `topic` as far as it is known. */
	protected onTooLong(_topic: string | undefined): void {}

	/** A transport is there: opens the connection. Throws RangeError for what cannot be sent. */
	open(opening: Opening): void {
		const packet = encodeConnect(opening, this.text.encode);
		this.restart();
		this.clean = opening.clean;
		this.patience = opening.keepAlive * 750;
		this.pinged = this.receiving = false;
		this.owed = 0;
		// Subscriptions are the caller's to repeat; messages end with a session that is not to last.
		this.pending.restart(this.clean);
		this.phase = Phase.opening;
		this.put(packet);
	}

	/** Takes bytes from the transport. An exception of an `on…` method passes through: the transport is to be closed then. */
	receive(bytes: Uint8Array): void {
		if (this.owed) throw unfinished();
		this.heard = this.receiving = true;
		this.decode(bytes);
		this.receiving = false;
	}

	/** The transport has ended, or is to be. Idempotent. */
	end(): void {
		this.leave("");
	}

	/** Says goodbye, so that there is no will; the transport is to be closed behind it. `onClose` is not called. */
	close(): void {
		const wasOpen = this.phase === Phase.open && !this.owed;
		this.phase = Phase.offline;
		if (wasOpen) this.write(encodeEmpty(PacketType.disconnect));
	}

	/**
	 * Sends a message. Returns false, with nothing sent, if the connection is not open, a message in pieces is not finished, or,
	 * with QoS 1, as many are not acknowledged as may be. Throws RangeError for a topic name that is none.
	 */
	publish(topic: string, payload: Uint8Array, qos: QoS, retain: boolean): boolean {
		const name = encodeTopic(topic, this.text.encode);
		if (!this.takes(qos)) return false;
		const id = qos ? this.pending.freeId() : 0;
		const packet = encodePublish(name, payload, qos, retain, id);
		if (qos) this.pending.add(id, PacketType.publish, 0, this.clean ? undefined : packet);
		this.put(packet);
		return true;
	}

	/**
	 * As `publish`, of a payload of `length` bytes that follow by `publishPiece`. Not for a session that lasts, and not taken
	 * from inside `receive`, which has other things to send.
	 */
	publishHead(topic: string, length: number, qos: QoS, retain: boolean): boolean {
		const name = encodeTopic(topic, this.text.encode);
		if (qos && !this.clean) throw new RangeError("a message in pieces cannot be sent again");
		if (this.receiving || !this.takes(qos)) return false;
		const id = qos ? this.pending.freeId() : 0;
		const head = encodePublishHead(name, length, qos, retain, id);
		if (qos) this.pending.add(id, PacketType.publish, 0);
		this.owed = length;
		this.put(head);
		return true;
	}

	/** The next bytes of a message in pieces. Until the last of them nothing else is sent, and nothing may be received. */
	publishPiece(bytes: Uint8Array): void {
		if (bytes.length > this.owed) throw new RangeError("more than was announced");
		this.owed -= bytes.length;
		this.put(bytes);
	}

	/** Asks for messages. Returns false as `publish` does; `onSubscribed` follows. */
	subscribe(subscriptions: readonly Subscription[]): boolean {
		const id = this.pending.freeId();
		const packet = encodeSubscribe(id, subscriptions, this.text.encode);
		return this.ask(id, packet, PacketType.subscribe, subscriptions.length);
	}

	/** As `subscribe`; `onUnsubscribed` follows. */
	unsubscribe(filters: readonly string[]): boolean {
		const id = this.pending.freeId();
		return this.ask(id, encodeUnsubscribe(id, filters, this.text.encode), PacketType.unsubscribe, 0);
	}

	/** To be called now and then, each few seconds: keeps the connection alive, and finds out when it is not. `now` may wrap. */
	tick(now: number): void {
		if (this.phase !== Phase.open) return;
		if (this.spoken) this.spokenAt = now;
		if (this.heard) {
			this.heardAt = now;
			this.pinged = false;
		}
		this.spoken = this.heard = false;
		if (!this.patience || this.owed) return;
		const silence = (now - this.heardAt) | 0;
		if (this.pinged) {
			// §3.1.2.10: if no PINGRESP comes within a reasonable amount of time, the client SHOULD close the connection.
			if (silence >= this.patience + pingTimeout) this.fail("§3.1.2.10: no answer to a ping");
		} else if (silence >= this.patience || ((now - this.spokenAt) | 0) >= this.patience) {
			// The answer counts from here.
			this.heardAt = (now - this.patience) | 0;
			this.pinged = true;
			this.put(encodeEmpty(PacketType.pingreq));
		}
	}

	protected override get taking(): boolean {
		return this.phase !== Phase.offline;
	}

	protected override fail(reason: string): void {
		this.leave(reason);
	}

	protected override takePacket(type: number, body: Uint8Array): void {
		const isConnack = type === PacketType.connack;
		// §3.2: the first packet sent from the Server to the Client MUST be a CONNACK Packet, and there is one.
		if (isConnack !== (this.phase === Phase.opening)) this.fail("§3.2: CONNACK out of its place");
		else if (isConnack) this.takeConnack(body[0] as number, body[1] as number);
		else if (type === PacketType.puback) this.takePuback(wordAt(body));
		else if (type === PacketType.suback) this.takeSuback(wordAt(body), body.subarray(2));
		else if (type === PacketType.unsuback) this.takeUnsuback(wordAt(body));
	}

	protected override takePublish(
		flags: number,
		topic: string | undefined,
		payload: Uint8Array | undefined,
		id: number,
	): void {
		if (this.phase === Phase.opening) {
			this.fail("§3.2: CONNACK out of its place");
			return;
		}
		if (topic !== undefined && payload) this.onMessage(topic, payload, (flags & 0x01) !== 0);
		else this.onTooLong(topic);
		// §4.3.2: MUST respond with a PUBACK Packet containing the Packet Identifier, having accepted ownership of the message.
		if (id && this.phase === Phase.open) this.put(encodePuback(id));
	}

	private takeConnack(flags: number, code: number): void {
		const fault = connackFault(flags, code, this.clean);
		if (fault || code) {
			this.leave(fault || (refusals[code] as string));
			return;
		}
		this.phase = Phase.open;
		this.spoken = this.heard = true;
		// §4.4: MUST re-send any unacknowledged PUBLISH Packets using their original Packet Identifiers, §4.6: in their order,
		for (const { packet } of this.pending.items) {
			if (!packet) continue;
			// §3.3.1.1: with the DUP flag set to 1.
			packet[0] = (packet[0] as number) | 0x08;
			this.put(packet);
		}
		this.onOpen(flags === 1);
	}

	private takePuback(id: number): void {
		// What was acknowledged already is acknowledged once more.
		if (this.pending.settle(id, PacketType.publish)) this.onAcknowledged(id);
	}

	private takeSuback(id: number, granted: Uint8Array): void {
		const asked = this.pending.settle(id, PacketType.subscribe);
		// §3.8.4: MUST have the same Packet Identifier as the SUBSCRIBE Packet, and a return code for each topic filter.
		if (!asked || asked.count !== granted.length) this.fail("§3.8.4: no answer to a SUBSCRIBE");
		// §3.9.3: return codes other than 0x00, 0x01, 0x02 and 0x80 MUST NOT be used; more than was asked for is not granted.
		else if (!granted.every((code) => code <= 1 || code === subscriptionFailure))
			this.fail("§3.9.3: a return code that is none");
		else this.onSubscribed(granted);
	}

	private takeUnsuback(id: number): void {
		if (this.pending.settle(id, PacketType.unsubscribe)) this.onUnsubscribed();
		else this.fail("§3.10.4: no answer to an UNSUBSCRIBE");
	}

	private takes(qos: QoS): boolean {
		return this.phase === Phase.open && this.owed === 0 && (qos === 0 || this.pending.items.length < this.maxPending);
	}

	private ask(id: number, packet: Uint8Array, type: PendingType, count: number): boolean {
		if (!this.takes(1)) return false;
		this.pending.add(id, type, count);
		this.put(packet);
		return true;
	}

	private put(bytes: Uint8Array): void {
		this.spoken = true;
		this.write(bytes);
	}

	private leave(reason: string): void {
		if (this.phase === Phase.offline) return;
		this.phase = Phase.offline;
		this.onClose(reason);
	}
}

const unfinished = (): Error => new Error("a message is not finished");
