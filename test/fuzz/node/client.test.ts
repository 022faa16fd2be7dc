/*
	Our codec as a client, over real TCP, of a server that nobody here wrote (`ws`), which returns each message.
*/

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { type WebSocket, WebSocketServer } from "ws";
import { Assembler } from "../../../src/websocket/assembler.js";
import type { Connection } from "../../../src/websocket/connection.js";
import { type MessageOpcode, Opcode } from "../../../src/websocket/names.js";
import { Raw, until } from "../../end-to-end/raw.js";
import { endpoint, Role } from "../../endpoint.js";
import { Random } from "../../harness.js";

const random = new Random(1);

class Client {
	readonly events: string[] = [];
	readonly connection: Connection;
	private readonly assembler = new Assembler();

	private constructor({ socket, received }: Raw) {
		this.connection = endpoint(Role.client, {
			maskingKey: () => random.next(),
			maxMessage: 1_000_000,
			write: (bytes) => socket.write(bytes),
			onFragment: (opcode, bytes, left, last) => {
				const message = this.assembler.add(bytes, left, last);
				if (message) this.events.push(described(opcode, message));
			},
			onPong: (payload) => this.events.push(`pong ${payload.join()}`),
			onClose: (code, reason, clean) => this.events.push(`closed ${code} ${reason.join()} ${clean}`),
		});
		this.connection.receive(Uint8Array.from(received));
		// A copy: bytes are unmasked in place, and the Raw keeps these.
		socket.on("data", (data) => this.connection.receive(Uint8Array.from(data as Buffer)));
		socket.on("close", () => this.connection.end());
	}

	/** A client whose handshake is through. */
	static async open(port: number): Promise<Client> {
		return new Client(await Raw.upgraded(port, "/"));
	}

	async sees(event: string): Promise<void> {
		await until(() => this.events.length > 0, event);
		assert.equal(this.events.shift(), event);
	}
}

function described(opcode: MessageOpcode, message: Uint8Array): string {
	return `${opcode} ${message.length} ${createHash("sha1").update(message).digest("hex")}`;
}

let server: WebSocketServer;
let port: number;
let other: WebSocket;

before(async () => {
	server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	server.on("connection", (socket) => {
		other = socket;
		socket.on("message", (data, binary) => socket.send(data, { binary }));
	});
	await once(server, "listening");
	port = (server.address() as AddressInfo).port;
});
after(() => {
	for (const client of server.clients) client.terminate();
	server.close();
});

test("messages of every form of length come back", async () => {
	const client = await Client.open(port);
	for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 500_000]) {
		const text = new Uint8Array(length).fill(0x61);
		const bytes = random.bytes(length);
		client.connection.send(Opcode.text, text);
		client.connection.send(Opcode.binary, bytes);
		await client.sees(described(Opcode.text, text));
		await client.sees(described(Opcode.binary, bytes));
	}
});

test("fragments come back as one message, with a Ping between them answered", async () => {
	const client = await Client.open(port);
	for (const length of [0, 3, 126, 65_536]) {
		const bytes = random.bytes(length);
		const cut = random.below(length + 1);
		client.connection.send(Opcode.binary, bytes.subarray(0, cut), false);
		client.connection.send(Opcode.ping, Uint8Array.of(7));
		client.connection.send(Opcode.binary, bytes.subarray(cut), false);
		client.connection.send(Opcode.binary, new Uint8Array(0));
		await client.sees("pong 7");
		await client.sees(described(Opcode.binary, bytes));
	}
});

test("fragments and a Ping of the server's", async () => {
	const client = await Client.open(port);
	const ponged = once(other, "pong");
	other.send("two ", { fin: false });
	other.ping("!");
	other.send("parts", { fin: true });
	await client.sees(described(Opcode.text, Buffer.from("two parts")));
	assert.deepEqual(await ponged, [Buffer.from("!")]);
});

test("either side closes, with a code and a reason", async () => {
	const ours = await Client.open(port);
	const told = once(other, "close");
	ours.connection.close(4000, Uint8Array.of(0x68, 0x69));
	await ours.sees("closed 4000 104,105 true");
	assert.deepEqual(await told, [4000, Buffer.from("hi")]);
	const theirs = await Client.open(port);
	other.close(4001, "hi");
	await theirs.sees("closed 4001 104,105 true");
});
