/*
	The main flow in Firefox as it is installed: flip → page, LED → board, loss → recovery.

	Strategy: Firefox speaks WebDriver BiDi by itself, over a WebSocket at its remote debugging port; this says the few
	commands that are needed, and asks the page in JavaScript.
*/

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { Desktop } from "./device.js";
import { ledsOf, onAndOff } from "./pageview.js";

const candidates = [process.env.FIREFOX ?? "", "/usr/bin/firefox-esr", "/usr/bin/firefox"];
const program = candidates.find((path) => path && existsSync(path));

class Firefox {
	private readonly child: ChildProcess;
	private readonly profile: string;
	private readonly socket: WebSocket;
	private context = "";
	private last = 0;

	private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
		this.child = child;
		this.profile = profile;
		this.socket = socket;
	}

	static async start(): Promise<Firefox> {
		const profile = mkdtempSync(join(tmpdir(), "firefox-"));
		const words = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
		const child = spawn(program ?? "", words, { stdio: ["ignore", "ignore", "pipe"] });
		let printed = "";
		for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
			printed += text;
			const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(printed) ?? [];
			if (!address) continue;
			child.stderr.resume();
			const socket = new WebSocket(`${address}/session`);
			await once(socket, "open");
			const firefox = new Firefox(child, profile, socket);
			await firefox.command("session.new", { capabilities: {} });
			const { contexts } = await firefox.command("browsingContext.getTree", {});
			firefox.context = contexts[0].context;
			return firefox;
		}
		throw new Error(`Firefox did not start:\n${printed}`);
	}

	async open(url: string): Promise<void> {
		await this.command("browsingContext.navigate", { context: this.context, url, wait: "complete" });
	}

	/** What an expression comes to in the page: a text, a number or a boolean. */
	async ask(expression: string): Promise<unknown> {
		const target = { context: this.context };
		const { result, exceptionDetails } = await this.command("script.evaluate", {
			expression,
			target,
			awaitPromise: true,
		});
		assert.equal(exceptionDetails, undefined);
		return result.value;
	}

	/** Waits until an expression is true in the page. */
	async sees(expression: string): Promise<void> {
		const end = Date.now() + 60_000;
		while (!(await this.ask(expression))) {
			assert.ok(Date.now() < end, `never true: ${expression}`);
			await delay(50);
		}
	}

	async close(): Promise<void> {
		this.socket.terminate();
		this.child.kill();
		await once(this.child, "exit");
		rmSync(this.profile, { recursive: true, force: true });
	}

	private async command(method: string, params: object) {
		const id = ++this.last;
		this.socket.send(JSON.stringify({ id, method, params }));
		for (;;) {
			const [data] = await once(this.socket, "message");
			const answer = JSON.parse(String(data));
			if (answer.id !== id) continue;
			if (answer.type === "error") throw new Error(`${method}: ${answer.message}`);
			return answer.result;
		}
	}
}

describe("the pages in Firefox", {
	skip: program ? false : "missing Firefox: install firefox-esr, or say where in $FIREFOX",
}, () => {
	let firefox: Firefox;
	before(async () => {
		firefox = await Firefox.start();
	});
	after(() => firefox?.close());

	const words = 'Array.from(document.querySelectorAll("tbody .word"), (word) => word.textContent).join()';
	const isLive = 'document.documentElement.dataset.freshness === "live"';

	test("a flip shows, an LED lights, a loss is said, and all is well again", async () => {
		let desktop = await Desktop.start([]);
		const { port } = desktop;
		await firefox.open(`http://127.0.0.1:${port}/`);
		await firefox.sees(isLive);
		await desktop.flip(3);
		await firefox.sees(`${words} === "${onAndOff([3])}"`);
		await firefox.ask(`document.querySelector('[aria-label="LED 2"]').click()`);
		await firefox.sees(`document.querySelector('[aria-label="LED 2"]').ariaChecked === "true"`);
		assert.deepEqual(await ledsOf(desktop), onAndOff([2]));
		await desktop.close();
		await firefox.sees(`document.querySelector("#word").textContent === "Offline"`);
		await firefox.sees(`!document.querySelector("#banner").hidden`);
		desktop = await Desktop.start(["--port", String(port)]);
		await firefox.sees(isLive);
		await firefox.sees(`document.querySelector("#toast").textContent.includes("The board restarted at")`);
		await firefox.open(`http://127.0.0.1:${port}/device.html`);
		await firefox.sees(`${isLive} && document.querySelector('[data-key="board"]').textContent === "desktop"`);
		assert.equal(await firefox.ask("document.documentElement.scrollWidth <= innerWidth"), true);
		await desktop.close();
	});
});
