/*
	One running Moddable simulator, with a display, a home and a session of its own, so that any number run side by side.

	The display is an Xvfb started here, so that nobody's keyboard and mouse are in the way. Input and pictures go through
	xdotool and ImageMagick's import, which act on the window as its user would. Limits: Linux.
*/

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { mcsim } from "./sdk.js";

const run = promisify(execFile);

/** The first position of the DIP switch in a new window, and the step to the next, in pixels. */
const DIP = { x: 375, y: 350, pitch: 30 };

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill();
	await once(child, "exit");
}

/** An X server of our own, on a display number that it chooses; returns it and the display's name. */
async function startXvfb(): Promise<{ server: ChildProcess; display: string }> {
	const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1024x768x24"], {
		stdio: ["ignore", "ignore", "ignore", "pipe"],
	});
	const failed = once(server, "error").then(([error]) => Promise.reject(error));
	const [number] = await Promise.race([once(server.stdio[3]!, "data"), failed]);
	return { server, display: `:${String(number).trim()}` };
}

export class Simulator {
	private readonly home = mkdtempSync(join(tmpdir(), "dipsocket-"));
	private readonly processes: ChildProcess[] = [];
	private environment: NodeJS.ProcessEnv = {};
	private printed = "";

	/** Starts the app and waits until its trace has `pattern`. Throws, with what it traced, after `limit` ms. */
	static async start(app: string, pattern: RegExp, limit: number): Promise<Simulator> {
		const simulator = new Simulator();
		try {
			await simulator.open(app);
			await simulator.traced(pattern, limit);
		} catch (error) {
			await simulator.close();
			throw error;
		}
		return simulator;
	}

	get trace(): string {
		return this.printed;
	}

	async press(key: string): Promise<void> {
		const window = await this.window();
		await this.xdotool("windowfocus", "--sync", window, "key", key);
	}

	/** Clicks a position of the DIP switch, 0–7. */
	async click(position: number): Promise<void> {
		const x = String(DIP.x + position * DIP.pitch);
		await this.xdotool("mousemove", "--window", await this.window(), x, String(DIP.y), "click", "1");
	}

	/** Writes what the window shows, once it has been redrawn, to build/screenshots/NAME.png. */
	async screenshot(name: string): Promise<string> {
		await delay(500);
		const folder = resolve("build/screenshots");
		mkdirSync(folder, { recursive: true });
		const file = join(folder, `${name}.png`);
		await run("import", ["-window", await this.window(), file], { env: this.environment });
		return file;
	}

	async close(): Promise<void> {
		for (const child of this.processes.reverse()) await stop(child);
		rmSync(this.home, { recursive: true, force: true });
	}

	private async open(app: string): Promise<void> {
		const { DBUS_SESSION_BUS_ADDRESS, ...inherited } = process.env;
		const { server, display } = await startXvfb();
		this.processes.push(server);
		mkdirSync(join(this.home, ".config"));
		// Without a session bus there is no other mcsim to hand the app to; without xsbug the trace comes to stdout.
		const environment = { ...inherited, DISPLAY: display, HOME: this.home, XSBUG_PORT: "1" };
		this.environment = environment;
		const child = spawn("stdbuf", ["-oL", mcsim, resolve("tools/simulator/mcsim"), app], { env: environment });
		this.processes.push(child);
		child.stdout.on("data", (chunk) => {
			this.printed += chunk;
		});
		child.on("exit", (code, signal) => {
			this.printed += `mcsim ended (${signal ?? code})\n`;
		});
	}

	private async traced(pattern: RegExp, limit: number): Promise<void> {
		const end = Date.now() + limit;
		while (!pattern.test(this.printed)) {
			if (Date.now() > end || /mcsim ended|XS abort/.test(this.printed))
				throw new Error(`no ${pattern} in the simulator's trace:\n${this.printed}`);
			await delay(50);
		}
	}

	private async window(): Promise<string> {
		const found = await this.xdotool("search", "--sync", "--onlyvisible", "--name", "mcsim");
		return found.trim().split("\n").at(-1) ?? "";
	}

	private async xdotool(...args: string[]): Promise<string> {
		return (await run("xdotool", args, { env: this.environment })).stdout;
	}
}
