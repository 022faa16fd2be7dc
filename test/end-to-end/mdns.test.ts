/*
	The device by name, over real multicast on the loopback interface: against the npm package multicast-dns, which nobody here
	wrote, and against a second device. Each test has names of its own, so that tests elsewhere on this machine do not matter.
*/

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { get } from "node:http";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Answer, decode, encode, type RecordType, type StringAnswer } from "dns-packet";
import makeMdns, { type MulticastDNS } from "multicast-dns";
import { Client } from "./client.js";
import { Desktop } from "./device.js";
import { everybodyLeaves, onLeave, until } from "./raw.js";

afterEach(everybodyLeaves);

const loopback = "127.0.0.1";

const newName = (): string => `test-${randomInt(2 ** 32).toString(36)}`;

async function start(name: string): Promise<Desktop> {
	const desktop = await Desktop.start(["--mdns", `name=${name}`]);
	onLeave(() => desktop.close());
	return desktop;
}

/** A socket with a port of its own, whose multicast goes out on the loopback interface. */
async function openSocket(): Promise<Socket> {
	const socket = createSocket("udp4");
	onLeave(() => socket.close());
	socket.bind(0, loopback);
	await once(socket, "listening");
	socket.setMulticastInterface(loopback);
	return socket;
}

/** What a peer has heard, oldest first. */
interface Heard {
	readonly type: string;
	readonly name: string;
	readonly ttl: number;
	readonly flush: boolean;
	readonly data: unknown;
}

class Peer {
	readonly mdns: MulticastDNS;
	readonly heard: Heard[] = [];

	constructor() {
		this.mdns = makeMdns({ interface: loopback, bind: "0.0.0.0" });
		this.mdns.on("response", ({ answers, additionals }) => {
			for (const record of [...answers, ...additionals] as (Answer & { flush?: boolean; ttl?: number })[])
				this.heard.push({
					type: record.type,
					name: record.name,
					ttl: record.ttl ?? 0,
					flush: record.flush ?? false,
					data: "data" in record ? record.data : undefined,
				});
		});
		onLeave(() => new Promise<void>((resolve) => this.mdns.destroy(() => resolve())));
	}

	of(type: string, name: string): readonly Heard[] {
		return this.heard.filter((one) => one.type === type && one.name.toLowerCase() === name.toLowerCase());
	}

	/** Asks, again each second, until an answer is heard. */
	async asks(type: RecordType, name: string): Promise<Heard> {
		const before = this.of(type, name).length;
		for (let tries = 0; tries < 20; tries++) {
			this.mdns.query({ questions: [{ type, name }] });
			for (let waited = 0; waited < 1000; waited += 20) {
				const [answer] = this.of(type, name).slice(before);
				if (answer) return answer;
				await delay(20);
			}
		}
		throw new Error(`nobody answers ${type} ${name}`);
	}
}

/** GET / with a Host of our choice: the status. */
async function statusOf(port: number, host: string): Promise<number | undefined> {
	const [response] = await once(get({ host: loopback, port, path: "/", headers: { Host: host } }), "response");
	response.resume();
	return response.statusCode;
}

test("a peer finds the page: service types, instance, host, port, text, address, and its absence", async () => {
	const peer = new Peer();
	const name = newName();
	const { port } = await start(name);
	const service = "_http._tcp.local";
	const instance = `${name}.${service}`;
	assert.equal((await peer.asks("A", `${name}.local`)).data, loopback);
	await peer.asks("PTR", "_services._dns-sd._udp.local");
	assert.ok(peer.of("PTR", "_services._dns-sd._udp.local").some(({ data }) => data === service));
	await peer.asks("PTR", service);
	await until(() => peer.of("PTR", service).some(({ data }) => data === instance), "the instance");
	const { data } = (await peer.asks("SRV", instance)) as { data: unknown };
	assert.deepEqual(data, { priority: 0, weight: 0, port, target: `${name}.local` });
	const text = (await peer.asks("TXT", instance)).data as Buffer[];
	assert.deepEqual(text.map(String), ["path=/", "version=0.1.0", "board=desktop"]);
	peer.heard.length = 0;
	const negative = (await peer.asks("NSEC", `${name}.local`)) as Heard & { data: unknown };
	assert.equal(negative.flush, true);
	assert.equal(await statusOf(port, `${name}.local:${port}`), 200);
});

test("the name is not told unless it is asked for", async () => {
	const name = newName();
	const desktop = await Desktop.start([`name=${name}`]);
	onLeave(() => desktop.close());
	const peer = new Peer();
	peer.mdns.query({ questions: [{ type: "A", name: `${name}.local` }] });
	await delay(1500);
	assert.deepEqual(peer.of("A", `${name}.local`), []);
});

test("who has the name already keeps it; the device takes NAME-2, and is reached by that", async () => {
	const name = newName();
	const peer = new Peer();
	// A host of our own, which answers whatever is asked of its name.
	peer.mdns.on("query", ({ questions }) => {
		if (questions.some((question) => question.name.toLowerCase() === `${name}.local`))
			peer.mdns.respond([
				{ type: "A", name: `${name}.local`, ttl: 120, flush: true, data: "127.0.0.9" } as StringAnswer,
			]);
	});
	const { port } = await start(name);
	const { data } = await peer.asks("A", `${name}-2.local`);
	assert.equal(data, loopback);
	assert.equal(await statusOf(port, `${name}-2.local`), 200);
	assert.equal(await statusOf(port, `${name}-3.local`), 403);
});

test("two devices, one name: the first keeps it, and says goodbye when it ends; the third can have it", async () => {
	const name = newName();
	const peer = new Peer();
	const first = await start(name);
	await peer.asks("A", `${name}.local`);
	const second = await start(name);
	await peer.asks("A", `${name}-2.local`);
	const portOf = async (instance: string) =>
		((await peer.asks("SRV", `${instance}._http._tcp.local`)).data as { port: number }).port;
	assert.deepEqual([await portOf(name), await portOf(`${name}-2`)], [first.port, second.port]);
	await first.close();
	await until(() => peer.of("A", `${name}.local`).some(({ ttl }) => ttl === 0), "goodbye");
	assert.ok(
		peer.of("PTR", "_http._tcp.local").some(({ ttl, data }) => ttl === 0 && String(data).startsWith(`${name}.`)),
	);
	peer.heard.length = 0;
	const third = await start(name);
	await peer.asks("A", `${name}.local`);
	assert.equal(await portOf(name), third.port);
});

test("renamed on the settings page: goodbye to the old name, and found by the new one, as its page says", async () => {
	const name = newName();
	const other = newName();
	const peer = new Peer();
	const { port } = await start(name);
	await peer.asks("A", `${name}.local`);
	const form = { method: "POST", body: new URLSearchParams({ name: other }) };
	assert.deepEqual(await (await fetch(`http://${loopback}:${port}/settings`, form)).json(), { restarts: true });
	await until(() => peer.of("A", `${name}.local`).some(({ ttl }) => ttl === 0), "goodbye");
	assert.equal((await peer.asks("A", `${other}.local`)).data, loopback);
	assert.deepEqual([await statusOf(port, `${other}.local`), await statusOf(port, `${name}.local`)], [200, 403]);
	const client = await Client.open(port, "/device");
	const { device } = await client.told("device", 1);
	assert.deepEqual([device.name, device.host], [other, `${other}.local`]);
});

test("NAME-2 stays NAME-2 over a restart, also when NAME is free by then", async () => {
	const name = newName();
	const peer = new Peer();
	const first = await start(name);
	await peer.asks("A", `${name}.local`);
	const second = await start(name);
	await peer.asks("A", `${name}-2.local`);
	await first.close();
	await until(() => peer.of("A", `${name}.local`).some(({ ttl }) => ttl === 0), "goodbye of the first");
	peer.heard.length = 0;
	await fetch(new URL("board/restart", second.board), { method: "POST" });
	await until(() => peer.of("A", `${name}-2.local`).some(({ ttl }) => ttl === 0), "goodbye of the second");
	peer.heard.length = 0;
	await until(() => peer.of("A", `${name}-2.local`).some(({ ttl }) => ttl > 0), "its announcement");
	assert.deepEqual(peer.of("A", `${name}.local`), []);
});

test("a plain DNS client, from a port of its own, gets its answer alone, with its id and question", async () => {
	const name = newName();
	const peer = new Peer();
	await start(name);
	await peer.asks("A", `${name}.local`);
	const socket = await openSocket();
	const heard = peer.heard.length;
	for (const [type, section] of [
		["A", "answers"],
		["AAAA", "additionals"],
	] as const) {
		socket.send(encode({ type: "query", id: 4711, questions: [{ type, name: `${name}.local` }] }), 5353, "224.0.0.251");
		const [message] = await once(socket, "message");
		const answer = decode(message);
		assert.deepEqual([answer.id, answer.type, answer.questions?.[0].type], [4711, "response", type]);
		const [record] = answer[section] as StringAnswer[];
		assert.deepEqual([record.data, record.ttl], [loopback, 10]);
	}
	assert.equal(peer.heard.length, heard, "nobody else hears of it");
});

test("10,000 random messages from the network, and the device answers as before", async () => {
	const name = newName();
	const peer = new Peer();
	const { port } = await start(name);
	await peer.asks("A", `${name}.local`);
	const socket = await openSocket();
	const sound = encode({ type: "query", questions: [{ type: "ANY" as RecordType, name: `${name}.local` }] });
	for (let i = 0; i < 10_000; i++) {
		const bytes = i % 2 ? Buffer.from(sound) : Buffer.alloc(randomInt(1500));
		for (let j = 0; j < bytes.length; j += i % 2 ? 1 + randomInt(40) : 1) bytes[j] = randomInt(256);
		socket.send(bytes, 5353, "224.0.0.251");
		if (i % 100 === 0) await delay(1);
	}
	await peer.asks("A", `${name}.local`);
	assert.equal(await statusOf(port, `${name}.local`), 200);
});
