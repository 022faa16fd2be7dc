// The device's MQTT broker, and every way in which it can end a connection; the next one has to be made by itself. Afterwards
// the broker knows the newest state.

import { openingTime, stuckTime } from "../../src/device/broker.js";
import { asciiOf, text } from "../../test/fakes/text.js";
import type { FakeTransport } from "../../test/fakes/transport.js";
import { bytesOf, concat, equal } from "../../test/harness.js";
import type { Churn } from "./churn.js";
import type { Visit } from "./visits.js";

const connack = bytesOf("20 02 00 00");

/** The longest pause between two attempts, and what an attempt may take, in ms. */
const patience = 62_000;

/** What a connection has to last until the pauses are short again. */
const goodTime = 61_000;

export class Broker {
	/** The newest state that it has been told. */
	private state = "";
	private readonly churn: Churn;

	constructor(churn: Churn) {
		this.churn = churn;
	}

	get transport(): FakeTransport {
		const transport = this.churn.device.dialled.at(-1);
		if (!transport) throw new Error("the broker is not asked");
		return transport;
	}

	/** Takes the connection that has been made, up to where everything is said. */
	accept(): void {
		const { transport } = this;
		transport.drain(8192);
		equal(transport.take()[0], 0x10);
		transport.arrive(connack);
		this.serve();
		this.isCurrent();
		this.churn.device.lines.length = 0;
	}

	/** Waits for the next connection, after `former`, which is over. */
	back(former = this.transport): void {
		const { device } = this.churn;
		equal(former.closed, true);
		for (let waited = 0; this.transport === former; waited += 1000) {
			if (waited > patience) throw new Error("the broker is given up");
			this.churn.wait(1000);
		}
		device.dialled.splice(0, device.dialled.length - 1);
		this.churn.connections++;
		this.accept();
	}

	/** Takes and answers everything that the device has to say. */
	serve(): void {
		const { transport } = this;
		if (transport.closed) return;
		for (;;) {
			transport.drain(8192);
			const bytes = transport.take();
			if (bytes.length === 0) return;
			for (let offset = 0; offset < bytes.length; ) offset = this.answer(bytes, offset);
		}
	}

	/** Fails unless the newest state is known here, whatever its age. */
	isCurrent(): void {
		const { state } = this.churn.device;
		equal(this.state.split('"ages"')[0], state.split('"ages"')[0]);
	}

	/** Somebody publishes to a topic of the board, with QoS 0. */
	publish(topic: string, payload: Uint8Array, retained = false): void {
		const name = text.encode(`dipsocket/02005e1000ff/${topic}`);
		const length = 2 + name.length + payload.length;
		const head = Uint8Array.of(retained ? 0x31 : 0x30, (length & 0x7f) | 0x80, length >> 7, 0, name.length);
		this.transport.arrive(concat([head, name, payload]));
	}

	/** A packet of the device, of which all but a long description arrives whole; returns where the next one begins. */
	private answer(bytes: Uint8Array, offset: number): number {
		const first = bytes[offset] as number;
		let at = offset + 1;
		let length = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = bytes[at++] as number;
			length |= (byte & 0x7f) << shift;
			if (byte < 0x80) break;
		}
		const body = bytes.subarray(at, at + length);
		if (body.length < length) throw new Error("a packet is cut");
		const id = (start: number) => [body[start] as number, body[start + 1] as number] as const;
		if (first >> 4 === 8) this.transport.arrive(Uint8Array.of(0x90, 4, ...id(0), 1, 1));
		if (first >> 4 === 12) this.transport.arrive(Uint8Array.of(0xd0, 0));
		if (first >> 4 === 3) {
			const end = 2 + (((body[0] as number) << 8) | (body[1] as number));
			const isAcknowledged = (first & 6) !== 0;
			if (isAcknowledged) this.transport.arrive(Uint8Array.of(0x40, 2, ...id(end)));
			if (asciiOf(body.subarray(2, end)).endsWith("/state"))
				this.state = asciiOf(body.subarray(end + (isAcknowledged ? 2 : 0)));
		}
		return at + length;
	}
}

/** Lets time pass until the device gives a connection up, `limit` ms at most, in which the broker takes what it is sent or not. */
function until({ transport }: Broker, churn: Churn, limit: number, takes: boolean): void {
	for (let waited = 0; !transport.closed && waited <= limit; waited += 1000) {
		if (takes) transport.drain(8192);
		transport.take();
		churn.wait(1000);
	}
}

/** The connection, which has lasted, ends so; the next one comes by itself. */
function ends(name: string, end: (broker: Broker, churn: Churn) => void, line: string): Visit {
	return [
		`the broker ${name}`,
		(churn) => {
			const { broker, device } = churn;
			for (let lasted = 0; lasted < goodTime; lasted += 5000) {
				churn.wait(5000);
				broker.serve();
			}
			end(broker, churn);
			equal(device.lines, [`mqtt: ${line}`]);
			device.lines.length = 0;
			churn.flip();
			broker.back();
		},
	];
}

/** An attempt fails so, after a connection that was lost. */
function refuses(name: string, refuse: (broker: Broker, churn: Churn) => void, line: string): Visit {
	return ends(
		name,
		(broker, churn) => {
			const { transport } = broker;
			transport.fail();
			while (broker.transport === transport) churn.wait(1000);
			churn.device.lines.length = 0;
			broker.transport.drain(8192);
			broker.transport.take();
			refuse(broker, churn);
		},
		line,
	);
}

const command = text.encode('{"leds":{"led1":"On"}}');

export const brokerWays: readonly Visit[] = [
	ends("is restarted", ({ transport }) => transport.finish(), "the broker has closed the connection"),
	ends("is killed", ({ transport }) => transport.fail(), "the connection has broken"),
	ends(
		"sends garbage",
		({ transport }) => transport.arrive(bytesOf("ffff")),
		"§2.2.1: a packet that a server does not send",
	),
	ends(
		"ends in the middle of a packet",
		({ transport }) => {
			transport.arrive(bytesOf("30 7f 0009 'dipsocket'"));
			transport.finish();
		},
		"the broker has closed the connection",
	),
	ends(
		"takes nothing more",
		(broker, churn) => {
			broker.transport.writable = 10;
			churn.flip();
			churn.flip();
			until(broker, churn, stuckTime + 1000, false);
		},
		"the broker takes nothing",
	),
	ends("says nothing more", (broker, churn) => until(broker, churn, 120_000, true), "§3.1.2.10: no answer to a ping"),
	refuses(
		"refuses",
		({ transport }) => transport.arrive(bytesOf("20 02 00 05")),
		"the broker does not authorize this client",
	),
	refuses("is none", ({ transport }) => transport.arrive(text.encode("HTTP/1.1 400\r\n")), "§2.2.2: wrong flags"),
	refuses(
		"does not answer",
		(broker, churn) => until(broker, churn, openingTime + 1000, false),
		"the broker does not answer",
	),
	refuses("goes away at once", ({ transport }) => transport.fail(), "the broker cannot be reached"),
	[
		"commands by the broker, too long, wrong, retained, and right",
		({ broker, device }) => {
			broker.publish("set", new Uint8Array(16_000).fill(0x61));
			broker.publish("set", text.encode("{"));
			broker.publish("set", command, true);
			equal(device.lines.splice(0).length, 3);
			broker.publish("set", command);
			broker.serve();
			broker.isCurrent();
		},
	],
	[
		"the network of the broker goes and comes",
		({ broker, device }) => {
			const { transport } = broker;
			device.home?.stop();
			equal(transport.closed, true);
			device.home?.start();
			broker.back(transport);
		},
	],
];
