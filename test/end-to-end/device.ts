/*
	A running device, wherever it runs: what the end-to-end tests need of it. Here the desktop host, in a process of its
	own; test/moddable has the Moddable simulator.
*/

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Port, SecurePort } from "./port.js";

export interface Device {
	readonly port: Port;
	/** Flips switch 1 to 8. */
	flip(position: number): Promise<void>;
	close(): Promise<void>;
}

/** What the suites count on: short deadlines, and limits that are quickly reached. */
export const suiteConfig = Object.freeze([
	"echo=true",
	"maxClients=4",
	"maxConnections=16",
	"maxMessage=4000",
	"pingInterval=1000",
	"pingTimeout=500",
	"headTimeout=1000",
]);

/** TLS as the suites need it: at this port, and a session for every connection. */
export const secureConfig = (port: number): readonly string[] => ["tls=on", `tlsPort=${port}`, "maxTlsSessions=16"];

/** The same device at its secure port. */
export const securely = (device: Device, port: number): Device => ({
	port: new SecurePort(port),
	flip: (position) => device.flip(position),
	close: () => device.close(),
});

/** A port that nobody has. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, "listening");
	const address = server.address();
	server.close();
	return typeof address === "object" && address ? address.port : 0;
}

export class Desktop implements Device {
	readonly port: number;
	readonly board: string;
	/** Where a phone finds it that has joined the board's own access point; "" when there is none. */
	readonly setUp: string;
	private readonly child: ChildProcess;
	/** The folder of its preferences. */
	private readonly folder: string;

	private constructor(child: ChildProcess, folder: string, page: string, board: string, setUp: string) {
		this.child = child;
		this.setUp = setUp;
		this.folder = folder;
		this.port = Number(new URL(page).port);
		this.board = board;
	}

	/**
	 * Starts `npm start` with these words, on free ports and with preferences of its own unless they say otherwise; or
	 * another program that does.
	 */
	static async start(words: readonly string[], program = "tools/simulator/main.ts"): Promise<Desktop> {
		const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
		const ports = ["--port", "0", "--board-port", "0", "--setup-port", "0"];
		const own = [...ports, "--preferences", join(folder, "preferences.json")];
		const all = ["tools/run.mjs", program, ...own, ...words];
		const child = spawn(process.execPath, all, { stdio: ["pipe", "pipe", "inherit"] });
		const opens = words.includes("--new") && !words.some((word) => word.startsWith("ssid="));
		let printed = "";
		for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
			printed += text;
			const addresses = /device page +(\S+)\s+virtual board +(\S+)/.exec(printed);
			const isSecured = words.some((word) => /^tls=o[^f]/.test(word));
			const setUp = /access point +(\S+)/.exec(printed)?.[1];
			if (!addresses || (isSecured && !/secure page/.test(printed)) || (opens && !setUp)) continue;
			child.stdout.resume();
			return new Desktop(child, folder, addresses[1], addresses[2], setUp ?? "");
		}
		throw new Error(`the desktop host did not start:\n${printed}`);
	}

	async flip(position: number): Promise<void> {
		const { switches } = (await (await fetch(new URL("board", this.board))).json()) as { switches: string[] };
		const body = switches[position - 1] === "On" ? "Off" : "On";
		const response = await fetch(new URL(`board/switches/${position}`, this.board), { method: "PUT", body });
		if (response.status !== 204) throw new Error(`flip ${position}: ${response.status} ${await response.text()}`);
	}

	/** Writes a line to the program's standard input. */
	tell(line: string): void {
		this.child.stdin?.write(`${line}\n`);
	}

	async close(): Promise<void> {
		if (this.child.exitCode !== null) return;
		this.child.kill();
		await once(this.child, "exit");
		rmSync(this.folder, { recursive: true });
	}
}
