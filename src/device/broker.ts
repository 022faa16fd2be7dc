/*
	The connection to an MQTT broker, which heals itself: while there is a network, one is made, and made again whenever it is
	lost, with growing pauses at random (so that a thousand boards do not come back at once). What is said and heard there is
	the conversation's (conversation.ts).

	    waiting (for the network, or a pause) → resolving → connecting (TCP, WebSocket, CONNECT) → connected

	Output is never queued: the conversation is asked what to say when everything before it has been handed to the transport.
	Input is taken only then, too: a broker that does not read is not read from. One timer looks after all deadlines. A pause
	begins anew at its shortest only after a connection that has lasted, so that a broker that accepts and drops is not hammered.
*/

import { Client, Phase } from "../mqtt/client.js";
import type { Text } from "../mqtt/decoder.js";
import type { Opening } from "../mqtt/encoder.js";
import type { Outbox } from "../server/outbox.js";
import type { Clock, Log, Transport, TransportEvents } from "../server/ports.js";
import type { BrokerAddress } from "./brokeraddress.js";
import type { Conversation } from "./conversation.js";
import type { Dial, Resolve } from "./ports.js";

/** How often deadlines are looked at, in ms. */
export const lookInterval = 1000;

/** The pauses between attempts, in ms; each is of a random length between half of its nominal one and all of it. */
export const firstPause = 2000;
export const longestPause = 60_000;

/** A connection that has lasted as long has been a good one. */
export const goodTime = 60_000;

/** How long it may take until the broker has accepted us, and until it takes what waits for it, in ms. */
export const openingTime = 20_000;
export const stuckTime = 20_000;

const connecting = "connecting";

/** Seconds: see §3.1.2.10. */
const keepAlive = 60;

export interface BrokerOptions {
	readonly address: BrokerAddress;
	readonly clientId: string;
	readonly user: string;
	readonly password: string;
	readonly conversation: Conversation;
	readonly resolve: Resolve;
	readonly dial: Dial;
	/** Makes the outbox of a transport. */
	readonly outboxOf: (transport: Transport) => Outbox;
	readonly clock: Clock;
	readonly text: Text;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly log: Log;
}

export class Broker extends Client implements TransportEvents {
	/** How the connection is, in words for people. */
	state = "no network";
	protected readonly text: Text;
	private readonly options: BrokerOptions;
	/** Whether there is a network. */
	private there = false;
	private outbox: Outbox | undefined;
	/** Counts attempts, so that an answer of the resolver that comes too late is known for one. */
	private attempt = 0;
	private resolving = false;
	/** In the clock's ms: when the present state has begun, and since when something has waited for the broker. */
	private since: number;
	private stuckSince: number | undefined;
	private last: number;
	private readonly looks: object;
	/** The nominal pause, and the one that is being made. */
	private nominal = firstPause;
	private pause = 0;

	constructor(options: BrokerOptions) {
		super();
		const { clock, conversation, text } = options;
		this.options = options;
		this.text = text;
		this.since = this.last = clock.now();
		conversation.onNews = () => this.speak();
		this.looks = clock.every(lookInterval, () => this.look());
	}

	/** There is a network: connects. Throws nothing. */
	start(): void {
		if (this.there) return;
		this.there = true;
		this.connect();
	}

	/** The network is gone. */
	stop(): void {
		this.there = false;
		this.drop();
		this.become("no network");
	}

	/** It is not needed any more: says goodbye. Final. */
	finish(): void {
		this.close();
		this.stop();
		this.options.clock.cancel(this.looks);
	}

	get connected(): boolean {
		return this.phase === Phase.open;
	}

	onReadable(): void {
		while (this.outbox?.idle) {
			const bytes = this.outbox.transport.receive();
			if (!bytes) break;
			this.receive(bytes);
			this.speak();
		}
	}

	onWritable(): void {
		// ECMA-419 §16.2: the first of them says that TCP is connected.
		if (this.phase === Phase.offline) this.greet();
		this.outbox?.flush();
		this.speak();
		this.onReadable();
	}

	onEnd(): void {
		this.lose("the broker has closed the connection");
	}

	onError(): void {
		const { state } = this;
		this.lose(state === connecting ? "the broker cannot be reached" : "the connection has broken");
	}

	onFault(error: unknown): void {
		this.lose(String(error));
	}

	protected override get maxMessage(): number {
		return this.options.conversation.maxMessage;
	}

	protected override get maxTopic(): number {
		return this.options.conversation.maxTopic;
	}

	protected override write(bytes: Uint8Array): void {
		this.outbox?.send(bytes);
	}

	protected override onOpen(): void {
		this.become("connected");
		this.options.log(`mqtt: connected to ${this.options.address.host}`);
		this.options.conversation.begin();
	}

	protected override onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
		this.options.conversation.hear(topic, payload, retained);
	}

	protected override onTooLong(topic: string | undefined): void {
		this.options.log(`mqtt: a message to ${topic ?? "a long topic"} is too long, and is not taken`);
	}

	protected override onAcknowledged(): void {
		this.options.conversation.acknowledged();
	}

	protected override onSubscribed(granted: Uint8Array): void {
		const denied = this.options.conversation.denied(granted);
		if (denied) this.become(`connected, but the broker does not allow ${denied}`);
	}

	protected override onClose(reason: string): void {
		this.lose(reason);
	}

	private connect(): void {
		const { resolve, address } = this.options;
		const attempt = ++this.attempt;
		this.pause = 0;
		this.resolving = true;
		this.become(connecting);
		this.guarded(() =>
			resolve(address.host, (ip) => {
				if (attempt !== this.attempt || !this.resolving) return;
				this.resolving = false;
				this.guarded(() => this.dial(ip));
			}),
		);
	}

	private dial(ip: string | undefined): void {
		const { dial, address, outboxOf } = this.options;
		if (ip === undefined) {
			this.lose(`there is no ${address.host}`);
			return;
		}
		const transport = dial(ip, address);
		transport.events = this;
		this.outbox = outboxOf(transport);
		this.stuckSince = undefined;
	}

	private greet(): void {
		const { clientId, user, password, conversation, text } = this.options;
		const opening: Opening = {
			clientId,
			clean: true,
			keepAlive,
			will: conversation.will,
			user: user || undefined,
			password: password ? text.encode(password) : undefined,
		};
		this.open(opening);
	}

	/** Says what there is to say, as long as it goes out at once. Throws nothing: also others call it, when they have news. */
	private speak(): void {
		const { conversation } = this.options;
		try {
			while (this.connected && this.outbox?.idle && conversation.speak(this));
		} catch (error) {
			this.lose(String(error));
		}
	}

	private look(): void {
		const { clock, conversation } = this.options;
		const now = clock.now();
		const elapsed = (now - this.last) | 0;
		const age = (now - this.since) | 0;
		this.last = now;
		if (this.pause) {
			if (this.there && age >= this.pause) this.connect();
			return;
		}
		if (!this.there) return;
		if (!this.connected) {
			if (age >= openingTime) this.lose("the broker does not answer");
			return;
		}
		if (age >= goodTime) this.nominal = firstPause;
		if (this.outbox?.idle) this.stuckSince = undefined;
		else this.stuckSince ??= now;
		if (this.stuckSince !== undefined && ((now - this.stuckSince) | 0) >= stuckTime) {
			this.lose("the broker takes nothing");
			return;
		}
		this.guarded(() => {
			conversation.tick(Math.max(0, elapsed));
			this.speak();
			if (this.outbox?.idle) this.tick(now);
		});
	}

	private become(state: string): void {
		this.state = state;
		this.since = this.options.clock.now();
	}

	/** This connection, or this attempt, is over: there is another one after a pause. */
	private lose(reason: string): void {
		if (!this.there || this.pause) return;
		const { random, log } = this.options;
		this.drop();
		this.pause = Math.max(1, Math.round((this.nominal * (1 + random())) / 2));
		this.nominal = Math.min(2 * this.nominal, longestPause);
		this.become(reason);
		log(`mqtt: ${reason}`);
	}

	private drop(): void {
		const { outbox } = this;
		this.resolving = false;
		this.outbox = undefined;
		// The session does not tell of an end that we make.
		this.close();
		outbox?.transport.close();
	}

	private guarded(action: () => void): void {
		try {
			action();
		} catch (error) {
			this.lose(String(error));
		}
	}
}
