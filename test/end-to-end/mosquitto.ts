/*
	A real broker, Mosquitto, in a process of its own on free ports of the loopback address, and what a subscriber of a library
	nobody here wrote (`mqtt`) sees of it.
*/

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import mqtt, { type MqttClient } from "mqtt";
import { onLeave, until } from "./raw.js";

// Where Debian has it is on nobody's PATH but the administrator's.
const program = existsSync("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";

/** Why there is no Mosquitto here, or false. */
export const noMosquitto =
	spawnSync(program, ["-h"]).error === undefined ? false : "needs Mosquitto: apt-get install mosquitto";

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as { port: number };
	server.close();
	await once(server, "close");
	return port;
}

/** A user's name and password. */
export type User = readonly [name: string, password: string];

export class Mosquitto {
	readonly port: number;
	readonly webSocketPort: number;
	private readonly folder: string;
	private child: ChildProcess | undefined;

	private constructor(port: number, webSocketPort: number, folder: string) {
		this.port = port;
		this.webSocketPort = webSocketPort;
		this.folder = folder;
	}

	/** Starts one, for everybody or for one user alone, with further lines of its configuration. */
	static async start(user?: User, more: readonly string[] = []): Promise<Mosquitto> {
		const folder = mkdtempSync(join(tmpdir(), "dipsocket-mosquitto-"));
		const broker = new Mosquitto(await freePort(), await freePort(), folder);
		const passwords = join(folder, "passwords");
		if (user) {
			writeFileSync(passwords, `${user.join(":")}\n`);
			const { status } = spawnSync("mosquitto_passwd", ["-U", passwords]);
			if (status !== 0) throw new Error("mosquitto_passwd has failed");
		}
		const lines = [
			// A broker that is root becomes somebody else, who may not read the folder.
			...(process.getuid?.() === 0 ? ["user root"] : []),
			user ? `password_file ${passwords}` : "allow_anonymous true",
			"log_dest none",
			"set_tcp_nodelay true",
			`listener ${broker.port} 127.0.0.1`,
			`listener ${broker.webSocketPort} 127.0.0.1`,
			"protocol websockets",
			...more,
		];
		writeFileSync(broker.configuration, lines.join("\n"));
		onLeave(() => {
			broker.child?.kill("SIGKILL");
			rmSync(folder, { recursive: true, force: true });
		});
		await broker.start();
		return broker;
	}

	private get configuration(): string {
		return join(this.folder, "mosquitto.conf");
	}

	/** Starts it again, after `kill`. It has forgotten everything. */
	async start(): Promise<void> {
		this.child = spawn(program, ["-c", this.configuration], { stdio: "ignore" });
		while (!(await isListening(this.port))) {
			if (this.child.exitCode !== null) throw new Error(`Mosquitto has ended with ${this.child.exitCode}`);
			await delay(20);
		}
	}

	/** Ends it at once, as a power cut would. */
	async kill(): Promise<void> {
		const { child } = this;
		if (!child) return;
		this.child = undefined;
		child.kill("SIGKILL");
		await once(child, "exit");
	}

	/** A subscriber that sees everything. */
	async watch(user?: User): Promise<Watcher> {
		const client = await mqtt.connectAsync({
			port: this.port,
			host: "127.0.0.1",
			reconnectPeriod: 0,
			...(user && { username: user[0], password: user[1] }),
		});
		onLeave(() => void client.end(true));
		const watcher = new Watcher(client);
		await client.subscribeAsync("#", { qos: 1 });
		return watcher;
	}
}

async function isListening(port: number): Promise<boolean> {
	const socket = connect(port, "127.0.0.1");
	try {
		await once(socket, "connect");
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

interface Seen {
	readonly topic: string;
	readonly payload: Buffer;
	readonly retained: boolean;
}

export class Watcher {
	readonly client: MqttClient;
	readonly seen: Seen[] = [];

	constructor(client: MqttClient) {
		this.client = client;
		client.on("error", () => {});
		client.on("message", (topic, payload, { retain }) => this.seen.push({ topic, payload, retained: retain }));
	}

	/** The messages to topics that end with `end`, as text. */
	of(end: string): string[] {
		return this.seen.filter(({ topic }) => topic.endsWith(end)).map(({ payload }) => String(payload));
	}

	/** The newest message to such a topic, parsed; `{}` for none. */
	last(end: string) {
		return JSON.parse(this.of(end).at(-1) || "{}");
	}

	async sees(end: string, condition: (message: string) => boolean): Promise<void> {
		await until(() => condition(this.of(end).at(-1) ?? ""), `${end}, saw ${this.of(end).at(-1)}`);
	}

	async publish(topic: string, payload: string | Buffer, retain = false): Promise<void> {
		await this.client.publishAsync(topic, payload, { qos: 1, retain });
	}
}
