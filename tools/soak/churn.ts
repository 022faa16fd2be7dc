// The whole device among fakes, and clients of every kind that come and go, one kind after the other, while one stays; and a
// broker that ends its connection in every way and comes back. Needs no host. What is counted is connections that were opened
// and are closed again.

import { upgrade } from "../../test/fakes/server.js";
import type { FakeTransport } from "../../test/fakes/transport.js";
import { Device } from "../../test/fuzz/device.js";
import { charactersOf, equal } from "../../test/harness.js";
import { Broker, brokerWays } from "./broker.js";
import { frame, type Visit, visits } from "./visits.js";

const alive = frame(10, new Uint8Array(0));

/** The one that stays gives a sign of life this often, in ms. */
const heartbeat = 1000;

export class Churn {
	readonly device: Device;
	readonly broker: Broker;
	/** How many connections have been opened, in all. */
	connections = 0;
	private readonly visitors: FakeTransport[] = [];
	private resident: FakeTransport | undefined;
	private turn = 0;
	private rounds = 0;

	/** `config`: what the manifest says. */
	constructor(config: Readonly<Record<string, unknown>>) {
		this.device = new Device({ ...config, echo: true, mqtt: "mqtt://broker.lan" });
		this.broker = new Broker(this);
		this.device.home?.start();
		this.broker.accept();
	}

	/** Opens and closes at least `count` connections more, as many of each kind. Throws when one is not dealt with well. */
	run(count: number): void {
		const end = this.connections + count;
		// What is alive afterwards depends on who came last.
		do this.round();
		while (this.connections < end || this.rounds % brokerWays.length);
	}

	/** Clients of every kind, and one way of the broker, which takes long. */
	private round(): void {
		for (const visit of visits) this.receive(visit);
		this.receive(brokerWays[this.rounds++ % brokerWays.length] as Visit);
	}

	/** A client connects, each from an address of its own. */
	connect(writable = 8192): FakeTransport {
		const client = this.device.admit(`client ${this.connections}`);
		if (!client) throw new Error("not admitted");
		this.connections++;
		this.visitors.push(client);
		client.drain(writable);
		return client;
	}

	/** A client that has got this status for its request. */
	ask(request: string, status: number): FakeTransport {
		const client = this.connect();
		client.arrive(this.head(request));
		equal(client.takeText().slice(9, 12), String(status));
		return client;
	}

	/** A client whose WebSocket is open, and who has been told all there is. */
	webSocket(path: string): FakeTransport {
		return this.ask(upgrade(path), 101);
	}

	head(request: string): Uint8Array {
		return charactersOf(`${request.replaceAll("\n", "\r\n")}\r\nHost: localhost\r\n\r\n`);
	}

	/** A switch is flipped, and settles. */
	flip(): void {
		this.device.flip(this.turn % 8);
		this.wait(this.device.settings.settle);
	}

	/** Lets the time pass after which `client` has to be dropped. */
	after(client: FakeTransport, duration: number): void {
		this.wait(duration + heartbeat);
		equal(client.closed, true);
	}

	private receive([name, happens]: Visit): void {
		this.turn++;
		this.stay();
		try {
			happens(this);
		} catch (error) {
			throw new Error(`${name}: ${error}`);
		}
		for (const visitor of this.visitors.splice(0)) visitor.fail();
		this.broker.serve();
		const { hub, lines } = this.device;
		equal([hub.connections, ...lines], [this.resident?.closed ? 0 : 1], name);
	}

	/** Lets time pass. */
	wait(duration: number): void {
		for (let rest = duration; rest > 0; rest -= heartbeat) {
			this.device.clock.advance(Math.min(rest, heartbeat));
			this.resident?.arrive(alive);
		}
	}

	/** Somebody is there all the time, and sees what there is to see. */
	private stay(): void {
		if (!this.resident || this.resident.closed) {
			this.resident = this.webSocket("/ws");
			this.visitors.pop();
		}
		this.flip();
		this.resident.drain(8192);
		equal(this.resident.takeText().endsWith(this.device.state), true);
	}
}
