// The desktop in the device's place: reads the command line, wires the virtual board, serves it, starts the firmware,
// and ends the program in good order: what the firmware has put off for a moment, such as keeping a name, is done first.
//
// Strategy: everything the stand-ins ask for is ready before the firmware is imported, for it starts by that. The two
// addresses are printed when the firmware really listens, and what it traces of them, with the port it was given, is not. A failure is one line: `dipsocket: …`. What escapes from a
// callback would abort the app on the device, so it ends this program too, with its stack.

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { isIPv6 } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readSettings } from "../../src/device/settings.js";
import { namesOf } from "../../src/server/origin.js";
import { packCertificate, packed } from "../certificate/store.js";
import { UsageError } from "../commandline.js";
import { describeBuild } from "../describe.js";
import { root } from "../root.js";
import { accessPoint } from "./accesspoint.js";
import { street } from "./air.js";
import { createBoardServer } from "./boardserver.js";
import { assigned, readManifestConfig } from "./config.js";
import { FlashFile } from "./flashfile.js";
import { guests } from "./guests.js";
import { host } from "./host.js";
import { settled } from "./modules/timer.js";
import { DEFAULT_TLS_PORT, HELP, type Options, parseOptions, USAGE } from "./options.js";
import { pins } from "./pins.js";
import { PreferenceFile } from "./preferencefile.js";
import { cable } from "./serialcable.js";
import { POSITIONS, RESTART } from "./supervisor.js";
import { watchKeys } from "./terminal.js";
import { installTrace } from "./trace.js";
import { VirtualBoard } from "./virtualboard.js";

export interface Program {
	/** The command line's words after the program's name. */
	words: readonly string[];
	/** The path of the manifest whose config is used. */
	manifest: string;
	/** Imports the firmware, which starts by that. */
	importFirmware(): Promise<unknown>;
}

const LOOPBACK = "127.0.0.1";

/** Of esp_reset_reason_t. */
const CRASH = 4;
const INTERRUPT_WATCHDOG = 5;

/** How long an orderly end waits for the firmware's timers, in ms: it puts off no longer what it has to keep. */
const MOMENT = 1000;

/** How long goodbye takes, in ms. */
const GOODBYE = 50;

export async function run(program: Program): Promise<void> {
	process.on("uncaughtException", (error) => {
		end(1, `dipsocket: an exception escaped, which aborts the app on the device\n${error.stack}\n`);
	});
	process.on("SIGINT", finish);
	process.on("SIGTERM", finish);
	try {
		const options = parseOptions(program.words);
		if (options.show === "help") process.stdout.write(HELP);
		else if (options.show === "version") process.stdout.write(`${readManifestConfig(program.manifest).version}\n`);
		else await start(options, program);
	} catch (error) {
		fail(error as Error);
	}
}

/** Whether the firmware is to serve https, too. */
const isSecure = (): boolean => host.config.tls === "on" || host.config.tls === "only";

async function start(options: Options, program: Program): Promise<void> {
	// Whoever could start it again is gone. Listening for that keeps the program running.
	process.on("disconnect", finish);
	host.address = options.address;
	const here = { board: "desktop", mdns: false, improv: false, tlsPort: DEFAULT_TLS_PORT, build: describeBuild() };
	const config = { ...readManifestConfig(program.manifest), ...here };
	host.config = assigned(config, options.assignments);
	host.certificates = packed;
	if (isSecure()) packCertificate(namesOf(readSettings(host.config).origins));
	if (options.preferences !== undefined) host.preferences = new PreferenceFile(options.preferences);
	else if (options.isNew) host.preferences = newPreferences();
	host.preferences.load();
	if (options.isNew) accessPoint.networks = street;
	else if (!host.config.ssid) accessPoint.plug();
	guests.watch(options.setUpPort);
	host.onAccessPoint = (address) =>
		process.stdout.write(`access point   ${address}\n${options.isNew ? networks() : ""}`);
	host.onSerialPort = (port) => process.stdout.write(`serial port    127.0.0.1:${port}\n`);
	if (options.serialPort !== undefined) cable.listen(options.serialPort);
	host.onTrouble = (what) => process.stderr.write(`dipsocket: ${what}\n`);
	if (!boot(String(host.config.version), options.preferences)) return;
	host.onFailure = (error, port) => end(1, `dipsocket: ${portComplaint(error, port, "--port")}\n`);

	const board = new VirtualBoard(pins, host.config, process.env[POSITIONS]);
	board.watch(() => process.send?.({ positions: board.positions }));
	const boardAddress = await serveBoard(board, options.boardPort);
	const hasKeyboard = watchKeys({ onSwitch: (place) => flip(board, place), onEnd: finish });
	const trace = installTrace(process.stdout);
	trace.hold();
	let isListening = false;
	// What has not come to listen has no address, whatever the firmware has traced of one.
	process.on("exit", () => trace.show(...(isListening ? [] : trace.held.filter((line) => /https?:\/\//.test(line)))));
	host.onListening = (port, requested) => {
		if (isSecure() && String(requested) === String(host.config.tlsPort)) {
			process.stdout.write(`secure page    https://${reachable(options.address)}:${port}/\n`);
			return;
		}
		isListening = true;
		const { name, port: given } = host.config;
		trace.show(`${name}: http://${options.address}:${given}/`);
		process.send?.({ ports: ["--port", String(port), "--board-port", new URL(boardAddress).port] });
		board.page = `http://${reachable(options.address)}:${port}/`;
		process.stdout.write(`device page    ${board.page}\nvirtual board  ${boardAddress}\n`);
		if (hasKeyboard) process.stdout.write("1–8 flip switches, q ends\n");
	};
	try {
		await program.importFirmware();
	} catch (error) {
		trace.show(String(error));
		throw error;
	}
}

/** What happens at the start that an image of an update brings; returns whether the firmware is to be started. */
function boot(version: string, preferences = resolve(root, "build/preferences.json")): boolean {
	host.flash = new FlashFile(join(dirname(preferences), "flash.bin"), version);
	host.onRestart = () => void finish(RESTART);
	const firmware = host.flash.start();
	host.config = Object.freeze({ ...host.config, version: firmware.version });
	const end = (reset: number, after: number) =>
		void setTimeout(() => {
			host.flash.save(reset);
			process.exit(RESTART);
		}, after);
	if (firmware.behaviour === "crashes") end(CRASH, 0);
	if (firmware.behaviour === "hangs") end(INTERRUPT_WATCHDOG, MOMENT);
	if (firmware.behaviour === "finds no network") accessPoint.drop();
	return ["works", "finds no network"].includes(firmware.behaviour);
}

/** What the board keeps that was new when the program was started: after a restart it is what it was told before. */
function newPreferences(): PreferenceFile {
	const file = new PreferenceFile(resolve(root, "build/new.json"));
	if (!process.env[POSITIONS]) file.clear();
	return file;
}

/** The networks that there are, in lines. */
function networks(): string {
	const lines = street.map(({ ssid, password, hidden, dhcp }) => {
		const how = password ? `password: ${password}` : "open";
		return `  ${ssid} (${how}${hidden ? ", hidden" : ""}${dhcp ? "" : ", without DHCP"})\n`;
	});
	return `networks around it\n${lines.join("")}`;
}

/** Returns the board's address once it is served. */
async function serveBoard(board: VirtualBoard, port: number): Promise<string> {
	const server = createBoardServer({
		board,
		files: resolve(root, "tools/simulator/board"),
		onRestart: () => finish(RESTART),
	});
	server.listen(port, LOOPBACK);
	try {
		await once(server, "listening");
	} catch (error) {
		throw new BindError(portComplaint(error as NodeJS.ErrnoException, port, "--board-port"));
	}
	return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`;
}

function flip(board: VirtualBoard, place: number): void {
	board.flip(place);
	process.stdout.write(`switch ${place + 1} ${board.switches[place]}\n`);
}

class BindError extends Error {}

function portComplaint(error: NodeJS.ErrnoException, port: number, option: string): string {
	const remedy = `choose another with ${option}, or 0 for any free one`;
	if (error.code === "EADDRINUSE") return `port ${port} is taken (EADDRINUSE); ${remedy}`;
	if (error.code === "EACCES") return `port ${port} needs more rights (EACCES); ${remedy}`;
	return error.message;
}

/** An address that a browser on this computer can open. */
function reachable(address: string): string {
	if (address === "0.0.0.0") return LOOPBACK;
	if (address === "::") return "[::1]";
	return isIPv6(address) ? `[${address}]` : address;
}

/** A firmware that throws at its start complains about its settings, unless the exception smells of a mistake in it. */
function fail(error: Error): void {
	if (error instanceof UsageError) end(2, `dipsocket: ${error.message}\n${USAGE}; --help says more\n`);
	else if (error instanceof BindError) end(1, `dipsocket: ${error.message}\n`);
	else if (error instanceof TypeError || error instanceof ReferenceError) end(1, `dipsocket: ${error.stack}\n`);
	else end(2, `dipsocket: ${error.message}\n`);
}

/** Ends the program in good order. Once is enough: a terminal and npm both tell of one Ctrl-C. */
async function finish(code: number | string = 0): Promise<void> {
	await settled(MOMENT);
	// The network goes before the power does, so that goodbye can be said to those who know the device by its name.
	if (String(host.config.mdns) === "true") {
		accessPoint.drop();
		await delay(GOODBYE);
	}
	end(typeof code === "number" ? code : 0);
}

/** Ends the program once the message is out; open sockets end with it. */
function end(code: number, message = ""): void {
	process.stderr.write(message, () => process.exit(code));
}
