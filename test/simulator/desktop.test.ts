// The program as a whole, in a process of its own, without a terminal: its addresses, its failures, its exit codes.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { until } from "./wire.js";

const PROGRAM = fileURLToPath(new URL("echohost.js", import.meta.url));
const MANIFEST = {
	config: {
		port: 80,
		name: "echo",
		echo: false,
		switches: { pins: [4], activeLow: true },
		leds: { pins: [25], activeLow: false },
	},
};
const ANY_PORT = ["--port", "0", "--board-port", "0"];

interface Running {
	child: ChildProcess;
	/** What its device keeps. */
	preferences: string;
	stdout: string;
	stderr: string;
}

function start(context: TestContext, words: readonly string[]): Running {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	const manifest = join(folder, "manifest.json");
	writeFileSync(manifest, JSON.stringify(MANIFEST));
	const preferences = join(folder, "preferences.json");
	const own = ["--preferences", preferences];
	const child = spawn(process.execPath, [PROGRAM, manifest, ...own, ...words], { stdio: ["ignore", "pipe", "pipe"] });
	context.after(() => {
		child.kill("SIGKILL");
		rmSync(folder, { recursive: true });
	});
	const running: Running = { child, preferences, stdout: "", stderr: "" };
	child.stdout.on("data", (text) => {
		running.stdout += text;
	});
	child.stderr.on("data", (text) => {
		running.stderr += text;
	});
	return running;
}

/** Waits for the two lines of addresses. */
async function addresses(running: Running): Promise<{ page: string; board: string }> {
	await until(() => /virtual board .*\n/.test(running.stdout));
	const [, page = "", board = ""] = /device page +(\S+)\nvirtual board +(\S+)\n/.exec(running.stdout) ?? [];
	return { page, board };
}

async function exitCode({ child }: Running): Promise<number> {
	if (child.exitCode !== null) return child.exitCode;
	const [code] = (await once(child, "close")) as [number];
	return code;
}

async function fails(
	context: TestContext,
	words: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
	const running = start(context, words);
	const code = await exitCode(running);
	return { code, stdout: running.stdout, stderr: running.stderr };
}

test("prints the two addresses once the firmware listens, and traces with a mark", async (context) => {
	const running = start(context, ANY_PORT);
	const { page, board } = await addresses(running);
	const peer = connect({ host: "127.0.0.1", port: Number(new URL(page).port) });
	context.after(() => peer.destroy());
	peer.write("echo this");
	const [echoed] = await once(peer, "data");
	assert.equal(String(echoed), "echo this");
	await until(() => running.stdout.includes("device: hello from echo\n"));
	// Its own address has the port that it was given.
	assert.match(running.stdout, /^device: ready\ndevice page/);
	const events = (await fetch(`${board}board/events`)).body?.pipeThrough(new TextDecoderStream()).getReader();
	assert.ok((await events?.read())?.value?.includes(`"page":"${page}"`));
	await events?.cancel();
});

test("a switch of the board reaches the firmware, and its LED the board", async (context) => {
	const { board } = await addresses(start(context, ANY_PORT));
	await fetch(`${board}board/switches/1`, { method: "PUT", body: "On" });
	let state = { leds: [""] };
	for (let tries = 0; state.leds[0] !== "On" && tries < 100; tries++)
		state = await (await fetch(`${board}board`)).json();
	assert.deepEqual(state.leds, ["On", ...new Array(7).fill("Off")]);
	assert.equal((await fetch(board)).status, 200, "the board's own page is there");
});

test("SIGTERM and SIGINT end it with code 0", { skip: process.platform === "win32" }, async (context) => {
	for (const signal of ["SIGTERM", "SIGINT"] as const) {
		const running = start(context, ANY_PORT);
		await addresses(running);
		running.child.kill(signal);
		assert.equal(await exitCode(running), 0, signal);
		assert.equal(running.stderr, "");
	}
});

test("an orderly end waits for what the firmware is about to keep", {
	skip: process.platform === "win32",
}, async (context) => {
	const running = start(context, ANY_PORT);
	const { page } = await addresses(running);
	const peer = connect({ host: "127.0.0.1", port: Number(new URL(page).port) });
	context.after(() => peer.destroy());
	peer.on("error", () => {});
	peer.write("keep this");
	await once(peer, "data");
	running.child.kill("SIGTERM");
	running.child.kill("SIGINT");
	assert.equal(await exitCode(running), 0);
	assert.deepEqual(JSON.parse(readFileSync(running.preferences, "utf8")), { echo: { last: "keep this" } });
});

test("a taken port is one clear line, and code 1", async (context) => {
	const { page, board } = await addresses(start(context, ANY_PORT));
	const port = new URL(page).port;
	const boardPort = new URL(board).port;
	const first = await fails(context, ["--port", port, "--board-port", "0"]);
	assert.equal(first.code, 1);
	const taken = (number: string, option: string) =>
		`dipsocket: port ${number} is taken (EADDRINUSE); choose another with ${option}, or 0 for any free one\n`;
	assert.equal(first.stderr, taken(port, "--port"));
	assert.doesNotMatch(first.stdout, /http/, "no address that nobody listens at");
	const second = await fails(context, ["--port", "0", "--board-port", boardPort]);
	assert.equal(second.code, 1);
	assert.equal(second.stderr, taken(boardPort, "--board-port"));
});

test("an address that is not this computer's is one clear line, and code 1", async (context) => {
	const { code, stderr } = await fails(context, ["--host", "192.0.2.1", ...ANY_PORT]);
	assert.equal(code, 1);
	assert.match(stderr, /^dipsocket: .*192\.0\.2\.1.*\n$/);
});

test("a mistake in the arguments is one clear line with the usage behind it, and code 2", async (context) => {
	const cases: [string, RegExp][] = [
		["--prot", /^dipsocket: unknown option --prot\nusage: npm start .*\n$/],
		["prot=1", /^dipsocket: unknown key "prot"; the keys are port, name, echo, switches\.pins, .*\nusage: .*\n$/],
		["port", /^dipsocket: "port" is not of the form key=value\nusage: .*\n$/],
	];
	for (const [word, message] of cases) {
		const { code, stderr } = await fails(context, [word]);
		assert.equal(code, 2);
		assert.match(stderr, message);
	}
});

test("a setting that the firmware refuses is one clear line, and code 2", async (context) => {
	const running = start(context, [...ANY_PORT, "port=x"]);
	assert.equal(await exitCode(running), 2);
	assert.equal(running.stderr, 'dipsocket: config port: expected a number, got "x"\n');
	assert.equal(running.stdout, "device: before\n");
});

test("preferences that cannot be understood are one clear line, and code 2, and stay as they are", async (context) => {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => rmSync(folder, { recursive: true }));
	const file = join(folder, "preferences.json");
	writeFileSync(file, '{"dipsocket":{"dip1":"Pump"');
	const { code, stderr } = await fails(context, [...ANY_PORT, "--preferences", file]);
	assert.equal(code, 2);
	assert.equal(
		stderr,
		`dipsocket: ${file} holds no preferences; correct it, remove it, or choose another with --preferences\n`,
	);
	assert.equal(readFileSync(file, "utf8"), '{"dipsocket":{"dip1":"Pump"');
	const unreadable = await fails(context, [...ANY_PORT, "--preferences", folder]);
	assert.equal(unreadable.code, 2);
	assert.match(unreadable.stderr, /^dipsocket: the preferences cannot be read: .*\n$/);
});

test("a mistake in the firmware shows its stack, and code 1", async (context) => {
	const { code, stderr } = await fails(context, [...ANY_PORT, "name=mistaken"]);
	assert.equal(code, 1);
	assert.match(stderr, /^dipsocket: TypeError: .*\n +at .*echofirmware/);
});

test("an exception that escapes from a callback ends it with code 1", async (context) => {
	const running = start(context, [...ANY_PORT, "name=throwing"]);
	const { page } = await addresses(running);
	const peer = connect({ host: "127.0.0.1", port: Number(new URL(page).port) });
	peer.on("error", () => {});
	peer.write("go");
	assert.equal(await exitCode(running), 1);
	assert.match(running.stderr, /^dipsocket: an exception escaped, .*\nError: thrown in a callback\n +at /);
});

test("--help shows the options, and code 0", async (context) => {
	const running = start(context, ["--help"]);
	assert.equal(await exitCode(running), 0);
	assert.match(running.stdout, /--board-port N/);
});
