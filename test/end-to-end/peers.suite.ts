/*
	TLS with peers that nobody here wrote: OpenSSL by its command line and by Node, curl. Each cipher suite, resumption,
	renegotiation, big records, garbage, half handshakes.
*/

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect as connectPlainly, type Socket } from "node:net";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import type { Device } from "./device.js";
import { endOf, originOf, type SecurePort } from "./port.js";
import { everybodyLeaves, onLeave, Raw, until } from "./raw.js";

const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const without = (program: string) => (has(program) ? false : `needs ${program}`);

const suites = [
	"ECDHE-ECDSA-AES128-GCM-SHA256",
	"ECDHE-ECDSA-AES256-GCM-SHA384",
	"ECDHE-ECDSA-CHACHA20-POLY1305",
] as const;

const refused = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256", "AES128-SHA", "ECDHE-ECDSA-AES128-CCM"];

/** `longestRecord`: bytes of plaintext in the longest record that the device takes. */
export function peersSuite(device: () => Device, longestRecord: number): void {
	afterEach(everybodyLeaves);

	const end = () => endOf(device().port as SecurePort);

	async function shaken(options: ConnectionOptions = {}): Promise<TLSSocket> {
		const socket = connect({ ...end(), rejectUnauthorized: false, ...options });
		onLeave(() => socket.destroy());
		await once(socket, "secureConnect");
		socket.on("error", () => {});
		return socket;
	}

	/** Asks for a page and returns the whole answer. */
	async function ask(socket: TLSSocket, request = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"): Promise<string> {
		let text = "";
		socket.on("data", (data) => {
			text += data;
		});
		socket.write(request);
		await once(socket, "end");
		return text;
	}

	for (const ciphers of suites)
		test(ciphers, async () => {
			const socket = await shaken({ ciphers, maxVersion: "TLSv1.2" });
			assert.equal(socket.getCipher().name, ciphers);
			assert.match(await ask(socket), /^HTTP\/1\.1 404/);
		});

	test("each curve", async () => {
		// The certificate's is P-256.
		for (const ecdhCurve of ["P-256", "X25519:P-256"]) assert.match(await ask(await shaken({ ecdhCurve })), / 404 /);
		await assert.rejects(shaken({ ecdhCurve: "P-521" }), /handshake failure|alert/);
	});

	test("what is old or weak is refused", async () => {
		for (const ciphers of refused)
			await assert.rejects(shaken({ ciphers: `${ciphers}:@SECLEVEL=0`, maxVersion: "TLSv1.2" }), ciphers);
		await assert.rejects(shaken({ minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" }));
	});

	test("ALPN: http/1.1, or nothing; others alone are refused; any server name will do", async () => {
		assert.equal((await shaken({ ALPNProtocols: ["h2", "http/1.1"] })).alpnProtocol, "http/1.1");
		assert.equal((await shaken()).alpnProtocol, false);
		await assert.rejects(shaken({ ALPNProtocols: ["h2"] }), /no application protocol/);
		assert.match(await ask(await shaken({ servername: "somebody.else.example" })), / 404 /);
	});

	test("a session is resumed", async () => {
		const first = await shaken({ maxVersion: "TLSv1.2" });
		const session = first.getSession();
		await ask(first);
		assert.ok(session);
		const again = await shaken({ maxVersion: "TLSv1.2", session });
		assert.equal(again.isSessionReused(), true);
		assert.match(await ask(again), / 404 /);
	});

	test("close_notify is answered with what was asked for, and with close_notify", async () => {
		const socket = await shaken({ allowHalfOpen: true } as ConnectionOptions);
		let failed: Error | undefined;
		socket.on("error", (error) => {
			failed = error;
		});
		assert.match(await ask(socket), /^HTTP\/1\.1 404 .*\.\n$/s);
		assert.equal(failed, undefined);
	});

	test("a request in one-byte records, and in the longest one", async () => {
		const socket = await shaken();
		for (const byte of "GET /nothing HTTP/1.1\r\nHost: localhost\r\n") socket.write(byte);
		assert.match(await ask(socket, "\r\n"), / 404 /);
		const fields = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n`;
		const big = await shaken();
		assert.match(await ask(big, `PUT /json HTTP/1.1\r\n${fields}{}${" ".repeat(1998)}`), / 200 /);
	});

	test("a record that is too long ends in an alert, and the others are served", async (context) => {
		if (longestRecord >= 16_384) return context.skip("every record of TLS is taken");
		const socket = await shaken();
		let error: NodeJS.ErrnoException | undefined;
		socket.on("error", (thrown) => {
			error = thrown;
		});
		socket.write(Buffer.alloc(16_000, "x"));
		await until(() => socket.closed || error !== undefined, "the end");
		if (error) assert.match(`${error.code} ${error.message}`, /RECORD_OVERFLOW|record overflow|ECONNRESET|EPIPE/);
		assert.match(await ask(await shaken()), / 404 /);
	});

	test("garbage, plain HTTP, and halves of handshakes do not keep anybody out", async () => {
		const { number } = device().port as SecurePort;
		const garbage = [
			"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"\x16\x03\x01\x40\x01",
			"\x80\x2e\x01\x03\x01",
			"\0".repeat(3000),
		];
		for (const bytes of garbage) {
			const raw = await Raw.connect(number);
			raw.send(Buffer.from(bytes, "latin1"));
			if (bytes.length > 10) await raw.closes();
		}
		const record = await clientHello();
		for (const length of [1, 4, 5, 6, 40, record.length - 1, record.length]) {
			const raw = await Raw.connect(number);
			raw.send(record.subarray(0, length));
			if (length & 1) raw.resetConnection();
		}
		for (let i = 0; i < 8; i++) await Raw.connect(number);
		// In a turn of the device's, who came first is let in.
		await delay(100);
		assert.match(await ask(await shaken()), / 404 /);
	});

	/** Connections from an address that are made again as soon as they are closed. Returns how they end, and how many there were. */
	function besiege(localAddress: string, count: number, words: Uint8Array): () => number {
		const { number: port } = device().port as SecurePort;
		const open = new Set<Socket>();
		let made = 0;
		let over = false;
		const again = () => {
			if (over) return;
			made++;
			const socket = connectPlainly({ port, host: "127.0.0.1", localAddress }, () => socket.write(words));
			open.add(socket);
			socket
				.on("error", () => {})
				.on("close", () => {
					open.delete(socket);
					setImmediate(again);
				});
			socket.resume();
		};
		for (let i = 0; i < count; i++) again();
		const end = () => {
			over = true;
			for (const socket of open) socket.destroy();
			return made;
		};
		onLeave(end);
		return end;
	}

	/** As a browser would that is turned away: it tries again. Returns the attempts that it took. */
	async function getsThrough(): Promise<number> {
		for (let attempt = 1; attempt <= 20; attempt++) {
			try {
				assert.match(await ask(await shaken()), / 404 /);
				return attempt;
			} catch (error) {
				if (error instanceof assert.AssertionError) throw error;
				await delay(100);
			}
		}
		throw new Error("kept out");
	}

	test("sixteen connections that are made again as they are closed keep nobody out", async (context) => {
		const record = await clientHello();
		const sieges = [
			["silent, from another address", "127.0.0.2", new Uint8Array(0)],
			["silent, from the owner's address", "127.0.0.1", new Uint8Array(0)],
			["halves of handshakes, from another address", "127.0.0.2", record.subarray(0, 100)],
		] as const;
		for (const [name, address, words] of sieges) {
			const end = besiege(address, 16, words);
			await delay(1500);
			const start = performance.now();
			const attempts = await getsThrough();
			const ms = Math.round(performance.now() - start);
			context.diagnostic(`${name}: through after ${ms} ms and ${attempts} attempts, beside ${end()} connections`);
			await delay(200);
		}
	});

	/** What a client says first. */
	async function clientHello(): Promise<Buffer> {
		const { createServer } = await import("node:net");
		const server = createServer().listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as { port: number };
		const client = connect({ port, host: "127.0.0.1" }).on("error", () => {});
		const [socket] = await once(server, "connection");
		const [hello] = await once(socket, "data");
		client.destroy();
		socket.destroy();
		server.close();
		return hello;
	}

	test("curl", { skip: without("curl") }, async () => {
		for (const version of [["--tls-max", "1.2"], []]) {
			const words = ["--silent", "--insecure", "--fail", "--http1.1", ...version, `${originOf(device().port)}/json`];
			const child = spawn("curl", words);
			let text = "";
			child.stdout.on("data", (data) => {
				text += data;
			});
			const [code] = await once(child, "close");
			assert.equal(code, 0);
			assert.ok(JSON.parse(text).dipSwitches);
		}
	});

	test("openssl s_client: renegotiation is refused", { skip: without("openssl") }, async () => {
		const { host, port } = end();
		const child = spawn("openssl", ["s_client", "-connect", `${host}:${port}`, "-tls1_2"]);
		let text = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (data) => {
				text += data;
			});
		await until(() => text.includes("Verify return code"), text);
		child.stdin.write("R\n");
		await until(() => /RENEGOTIATING/.test(text), text);
		await Promise.race([once(child, "close"), delay(3000)]);
		child.kill();
		assert.match(text, /no renegotiation|alert|closed/i);
		assert.match(await ask(await shaken()), / 404 /);
	});
}
