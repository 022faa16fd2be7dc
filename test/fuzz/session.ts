/*
	The whole of src/server/ and src/device/ among fakes: clients that come, ask, speak lawfully and not, take what they are sent in drops
	or not at all, break off, and a state that changes meanwhile, all of it interleaved at random.

	What must hold after each step:
	- no exception, and no line in the log but of names that could not be kept, since a line is an exception that was caught;
	- WebSockets within maxClients, connections within maxConnections;
	- what waits for a client is within the answer to one request or one frame, and nothing is left unread but for that;
	- nobody is dropped as soon as it has come, but for a newcomer's sake, and none is turned away where there is room;
	- what a client is sent is one HTTP response, or lawful frames, and at /echo what it has said (client.ts).
	And in the end: a live client that takes what it is sent has the newest names and state; the names are kept; once all clients are gone, or silent for
	longer than they may, there is no connection any more.
*/

import { retryDelay, span } from "../../src/device/saver.js";
import { lingerTime } from "../../src/server/lingering.js";
import { Merit, type Occupant } from "../../src/server/place.js";
import { FakeClock } from "../fakes/clock.js";
import type { FakeTransport } from "../fakes/transport.js";
import { concat, type Random } from "../harness.js";
import { mutate } from "./bytes.js";
import { Client, lasting } from "./client.js";
import { conversation, speech } from "./conversation.js";
import { Device } from "./device.js";
import { write } from "./frames.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";
import { bytesOfRequest, command, requests, settingsOf, showsToken, wishOf } from "./requests.js";

/** Bytes of the longest answer to a request, which are the metrics. */
const longestAnswer = 6000;

/** Longer than all of a silent client's deadlines together, in ms. */
const ages = 90_000;

/** What serves a client, and how many bytes wait for it: a look behind the server's back, for they are RAM. */
function serviceOf({ events }: FakeTransport): { waiting: number; merit: Merit } {
	const occupant = events as unknown as Occupant & { outbox?: { waiting?: readonly Uint8Array[] } };
	const waiting = occupant.outbox?.waiting?.reduce((sum, bytes) => sum + bytes.length, 0) ?? 0;
	return { waiting, merit: occupant.merit };
}

class World {
	private readonly random: Random;
	private readonly device: Device;
	private clients: Client[] = [];
	/** How much time has passed, in ms. */
	private elapsed = 0;

	constructor(random: Random) {
		this.random = random;
		// The second clock wraps soon.
		this.device = new Device(settingsOf(random), new FakeClock(pick(random, [0, 0x7fff_f000])));
	}

	step(): void {
		const { random, device } = this;
		const act = random.below(20);
		if (act < 4) this.connect();
		else if (act < 17) this.visit(pick(random, this.clients), act);
		else if (act === 17) {
			device.flip(random.below(8));
			device.preferences.full = once(random, 8);
		} else if (act === 18) this.wait(pick(random, [0, 10, 250, 500, 1000, 6000, 40_000]));
		else if (once(random, 10)) this.drop();
		this.check();
	}

	/** Everybody takes what there is for them, and has to be up to date. */
	settle(): void {
		const { device } = this;
		device.flip(0);
		device.clock.advance(device.settings.settle);
		for (const client of this.clients) for (let i = 0; i < 3; i++) client.transport.drain(65_536);
		// Only now: what one of them still had to say may have been a command.
		for (const client of this.clients) client.transport.drain(65_536);
		this.check();
		for (const client of this.clients) {
			const { wish, open, silent, owed } = client;
			if (open && (wish === "all" || wish === "state")) this.knows(client, "dipSwitches", device.state);
			if (open && wish === "all") this.knows(client, "names", device.names);
			demand(!open || wish !== "device" || client.latest.has("device"), "nothing of the device");
			demand(wish !== "echo" || !open || !silent || owed === 0, `${owed} answers are missing`);
		}
	}

	private knows({ latest }: Client, key: string, message: string): void {
		const known = latest.get(key) ?? "";
		demand(lasting(known) === lasting(message), `a live client has ${known}, not ${message}`);
	}

	private drop(): void {
		this.device.hub.drop();
		demand(this.device.hub.connections === 0, "not every connection is dropped");
	}

	private wait(duration: number): void {
		this.device.clock.advance(duration);
		this.elapsed += duration;
		for (const { transport, born } of this.clients)
			demand(!transport.closed || this.elapsed - born >= lingerTime, "a client that has just come is dropped");
	}

	private connect(): void {
		const { random, device } = this;
		const room = device.hub.connections < device.settings.maxConnections;
		const transport = device.admit(pick(random, ["10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.3"]));
		demand(transport !== undefined || !room, "turned away though there is room");
		if (!transport) return;
		const request = pick(random, requests);
		const lawful = !once(random, 4);
		const head = lawful ? bytesOfRequest(request) : mutate(random, bytesOfRequest(request));
		const wish = lawful ? wishOf(request) : "something";
		this.clients.push(new Client(transport, head, { wish, held: showsToken(request), born: this.elapsed }));
		transport.drain(pick(random, [0, 5, 100, 8192]));
	}

	/** Something happens between the server and a client. */
	private visit(client: Client | undefined, act: number): void {
		if (!client) return;
		const { random } = this;
		const { transport } = client;
		if (act < 11) client.talk(once(random, 3) ? 1 + random.below(10) : 65_536);
		else if (act < 14) transport.drain(pick(random, [0, 1, 20, 150, 1000, 8192]));
		else if (act < 16) this.prepare(client);
		else if (once(random, 4)) {
			if (transport.unread === 0 && once(random, 2)) transport.finish();
			else transport.fail();
		}
	}

	/** A client that is through with what it had to say has an idea. */
	private prepare(client: Client): void {
		const { random } = this;
		if (!client.silent || client.status > 101) return;
		const { maxMessage } = this.device.settings;
		const theme = { masked: true, lengths: [0, 1, 125, maxMessage, maxMessage + 1], count: 2 };
		if (once(random, 3)) client.say(command(random));
		else client.say(concat(once(random, 2) ? conversation(random, theme).map(write) : speech(random, theme)));
	}

	private check(): void {
		const { clock, hub, settings, lines } = this.device;
		// Whoever had more to read than it could in its turn reads on.
		clock.advance(0);
		// Names that cannot be written are reported; everything else in the log is an exception that was caught.
		const others = lines.filter((line) => !line.startsWith("names: "));
		demand(others.length === 0, `logged: ${others.join("; ")}`);
		demand(hub.webSockets <= settings.maxClients, `${hub.webSockets} WebSockets`);
		demand(hub.connections <= settings.maxConnections, `${hub.connections} connections`);
		// A client that gives way is sent a Close frame of 4 bytes behind what waits already.
		const longestFrame = settings.maxMessage + (settings.maxMessage > 125 ? 4 : 2) + 4;
		for (const client of this.clients) {
			client.listen();
			const { transport, status, held } = client;
			if (transport.closed) continue;
			const { waiting, merit } = serviceOf(transport);
			demand(waiting <= (status === 101 ? longestFrame : longestAnswer), `${waiting} bytes wait for a client`);
			const waits = merit >= Merit.webSocket ? waiting > 0 : held && merit === Merit.held;
			demand(transport.unread === 0 || waits, "something is unread, and nothing waits");
		}
		this.clients = this.clients.filter(({ transport }) => !transport.closed);
	}

	/** All clients say nothing any more until that is noticed, then they go. */
	leave(): void {
		const { clock, hub } = this.device;
		clock.advance(ages);
		for (const client of this.clients) demand(client.transport.closed || this.mayStay(client), "a connection for ever");
		for (const { transport } of this.clients) transport.fail();
		demand(hub.connections === 0, `${hub.connections} connections are left`);
		for (const { transport } of this.clients) demand(transport.closed, "a transport is never closed");
		this.device.preferences.full = false;
		clock.advance(Math.max(retryDelay, span));
		demand(this.device.isKept, "not every name is kept");
		this.check();
	}

	/** Whether no deadline has been set for what the client does. */
	private mayStay({ transport, status }: Client): boolean {
		const { headTimeout, pingInterval, pingTimeout } = this.device.settings;
		const { waiting, merit } = serviceOf(transport);
		// Pings that no answer is asked for go on, until one of them waits for too long.
		if (merit >= Merit.webSocket) return pingInterval ? !pingTimeout : !waiting;
		return !headTimeout && status === 0 && !waiting;
	}
}

export const sessionFuzzer: Fuzzer = {
	name: "session",
	round(random) {
		const world = new World(random);
		for (let i = 60; i > 0; i--) world.step();
		if (once(random, 2)) world.settle();
		world.leave();
	},
};
