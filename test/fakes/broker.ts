/*
	A broker at the far end of fake transports, which the test plays; and a board's connection to it.
*/

import { Broker, lookInterval } from "../../src/device/broker.js";
import type { Conversation, Session } from "../../src/device/conversation.js";
import { Outbox } from "../../src/server/outbox.js";
import { bytesOf } from "../harness.js";
import { FakeClock } from "./clock.js";
import { text } from "./text.js";
import { FakeTransport } from "./transport.js";

export const accepted = "20 02 00 00";

/** Says what it has been given to say, one thing at a time, with QoS 0. */
export class FakeConversation implements Conversation {
	onNews: () => void = () => {};
	readonly maxMessage = 100;
	readonly maxTopic = 20;
	readonly will = { topic: "will", payload: text.encode("gone"), qos: 1, retain: true } as const;
	readonly heard: string[] = [];
	readonly lines: string[] = [];
	begun = 0;
	elapsed = 0;
	acknowledgements = 0;

	begin(): void {
		this.begun++;
	}

	speak(session: Session): boolean {
		const line = this.lines[0];
		if (line === undefined) return false;
		if (line === "fault") throw new Error("bug");
		if (!session.publish("t", text.encode(line), 0, false)) return false;
		this.lines.shift();
		return true;
	}

	hear(topic: string, payload: Uint8Array, retained: boolean): void {
		this.heard.push(`${topic} ${text.decode(payload)}${retained ? " retained" : ""}`);
	}

	acknowledged(): void {
		this.acknowledgements++;
	}

	tick(elapsed: number): void {
		this.elapsed += elapsed;
	}

	denied(granted: Uint8Array): string {
		return granted[0] === 0x80 ? "commands" : "";
	}
}

/** A connection to a broker, with what it is given. */
export class FakeBoard<Talk extends Conversation = FakeConversation> {
	readonly clock: FakeClock;
	readonly transports: FakeTransport[] = [];
	readonly lines: string[] = [];
	readonly conversation: Talk;
	readonly broker: Broker;
	/** The IP address of the broker's host; undefined for none, "later" for no answer. */
	ip: string | undefined = "10.0.0.9";
	/** Whether a connection cannot even begin. */
	refuses = false;
	random = 1;
	/** What asks for the address, until it is answered. */
	answers: ((ip: string | undefined) => void)[] = [];

	constructor(conversation: Talk, clock = new FakeClock(), user = "", password = "") {
		this.clock = clock;
		this.conversation = conversation;
		this.broker = new Broker({
			address: { host: "broker", port: 1883, resource: undefined },
			clientId: "board",
			user,
			password,
			conversation,
			resolve: (_host, onResolved) => {
				if (this.ip === "later") this.answers.push(onResolved);
				else onResolved(this.ip);
			},
			dial: () => {
				if (this.refuses) throw new Error("no connection");
				const transport = new FakeTransport();
				this.transports.push(transport);
				return transport;
			},
			outboxOf: (transport) => new Outbox(transport),
			clock,
			text,
			random: () => this.random,
			log: (line) => this.lines.push(line),
		});
	}

	/** The present transport. */
	get transport(): FakeTransport {
		const transport = this.transports.at(-1);
		if (!transport) throw new Error("there is no connection");
		return transport;
	}

	/** There is a network, and the broker accepts; `writable` bytes can be written then. */
	connect(writable?: number): this {
		this.broker.start();
		return this.accept(writable);
	}

	/** The broker accepts the present connection. */
	accept(writable = 8192): this {
		const { transport } = this;
		transport.drain(8192);
		transport.take();
		transport.writable = writable;
		transport.arrive(bytesOf(accepted));
		return this;
	}

	/** Lets seconds pass. */
	pass(seconds: number): void {
		this.clock.advance(seconds * lookInterval);
	}
}
