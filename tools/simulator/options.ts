// The command line: `npm start -- [options] [key=value …]`.
//
// Strategy: options concern the desktop (where to listen) or are short for a key; everything else is a key=value for
// the configuration, in mcconfig's form. Later arguments win. Whatever is neither ends in a UsageError.

import { isIP } from "node:net";
import { UsageError } from "../commandline.js";
import type { Assignment } from "./config.js";

export interface Options {
	/** The IP address of the device's page; the virtual board is always on the loopback address. */
	readonly address: string;
	readonly boardPort: number;
	/** What is asked for instead of a run. */
	readonly show: "help" | "version" | undefined;
	/** The path of the file that is the device's flash; undefined for the usual one. */
	readonly preferences: string | undefined;
	/** Whether the board is as it left its box: in no network, with what networks there are in the street (air.ts). */
	readonly isNew: boolean;
	/** The port of its access point, as a phone sees it; on the loopback address. */
	readonly setUpPort: number;
	/** The port of the loopback address that is its serial port; undefined for none. */
	readonly serialPort: number | undefined;
	readonly assignments: readonly Assignment[];
}

/** Ports below 1024, such as the device's 80, need rights on a desktop. */
const DEFAULT_PORT = "8080";
export const DEFAULT_TLS_PORT = 8443;
const DEFAULT_BOARD_PORT = 8081;
const DEFAULT_SET_UP_PORT = 8082;

export const USAGE = "usage: npm start -- [options] [key=value …]";

export const HELP = `Runs the firmware on this computer, with a virtual board for its switches and LEDs.

${USAGE}

  --port N         port of the device's page (${DEFAULT_PORT}; 0 = any free one); the same as port=N
  --board-port N   port of the virtual board, on the loopback address only (${DEFAULT_BOARD_PORT}; 0 = any free one)
  --host A         IP address of the device's page (127.0.0.1; 0.0.0.0 opens it to the network)
  --echo           offer the echo WebSocket; the same as echo=true
  --mdns           be found by name, as dipsocket.local, on the network of --host; the same as mdns=true
  --new            begin as out of the box: in no network, with an access point to be set up by; forgets what the last
                   --new has kept (build/new.json), unless --preferences says where it is
  --setup-port N   port of the board's access point, as a phone sees it (${DEFAULT_SET_UP_PORT}; 0 = any free one)
  --serial-port N  speak Improv at a serial port, which is this port of the loopback address (0 = any free one); for a
                   program that wants a device: socat pty,raw,link=board tcp:127.0.0.1:N; the same as improv=true
  --preferences F  the file with what the device keeps, such as names (build/preferences.json)
  -h, --help       show this
  -v, --version    show the version of the firmware

A key=value changes the configuration for this run, as mcconfig's do for a build: switches.activeLow=false. The defaults
are in manifest.json.

Keys, in a terminal:

  1–8              flip the switches
  q, Ctrl-C        end the program

Exit codes: 0 ended by you, 1 a port could not be opened or the firmware failed, 2 a mistake in arguments or settings.
`;

export function parseOptions(words: readonly string[]): Options {
	let address = "127.0.0.1";
	let boardPort = DEFAULT_BOARD_PORT;
	let show: Options["show"];
	let preferences: string | undefined;
	let isNew = false;
	let setUpPort = DEFAULT_SET_UP_PORT;
	let serialPort: number | undefined;
	const assignments: Assignment[] = [["port", DEFAULT_PORT]];

	const rest = words[Symbol.iterator]();
	for (const word of rest) {
		const [name, inline] = split(word);
		const value = () => inline ?? rest.next().value;
		if (name === "--port") assignments.push(["port", String(portOf(name, value()))]);
		else if (name === "--board-port") boardPort = portOf(name, value());
		else if (name === "--setup-port") setUpPort = portOf(name, value());
		else if (name === "--serial-port") {
			serialPort = portOf(name, value());
			assignments.push(["improv", "true"]);
		} else if (word === "--new") isNew = true;
		else if (name === "--host") address = addressOf(value());
		else if (name === "--preferences") preferences = pathOf(name, value());
		else if (word === "--echo") assignments.push(["echo", "true"]);
		else if (word === "--mdns") assignments.push(["mdns", "true"]);
		else if (word === "--help" || word === "-h") show = "help";
		else if (word === "--version" || word === "-v") show = "version";
		else if (name.startsWith("-")) throw new UsageError(`unknown option ${word}`);
		else if (name === "" || inline === undefined) throw new UsageError(complaint(word));
		else assignments.push([name, inline]);
	}
	return { address, boardPort, show, preferences, isNew, setUpPort, serialPort, assignments };
}

/** npm takes options for its own unless they stand behind a "--", and hands on what is left of them. */
function complaint(word: string): string {
	const said = `"${word}" is not of the form key=value`;
	const isNumber = /^\d+$/.test(word) || /^[\d.:]+$/.test(word);
	return isNumber ? `${said}; options come after a --, as in npm start -- --port ${word}` : said;
}

/** "key=value" at the first "="; without one the second part is undefined. */
function split(word: string): [string, string | undefined] {
	const equals = word.indexOf("=");
	return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function portOf(option: string, value: string | undefined): number {
	if (value === undefined || !/^\d{1,5}$/.test(value) || Number(value) > 65535)
		throw new UsageError(`${option} needs a port number from 0 to 65535`);
	return Number(value);
}

function pathOf(option: string, value: string | undefined): string {
	if (!value) throw new UsageError(`${option} needs the path of a file`);
	return value;
}

function addressOf(value: string | undefined): string {
	if (value === undefined || isIP(value) === 0) throw new UsageError("--host needs an IP address, such as 0.0.0.0");
	return value;
}
