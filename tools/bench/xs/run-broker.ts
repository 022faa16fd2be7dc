/*
	What the firmware holds at an MQTT broker, once the connection is open and everything has been told, and what a flip told there
	leaves as garbage. Arguments: the firmware's modules (firmware.ts), and the configuration as JSON, with the broker. Prints a line of JSON for each figure.
*/

import { acceptOf } from "../../../src/websocket/handshake.js";
import Base64 from "../modules/base64.js";
import config from "../modules/mc/config.js";
import { pass } from "../modules/timer.js";
import { costOf } from "./cost.js";
import { boot, flip } from "./firmware.js";
import { ascii } from "./frames.js";
import { alive, type Memory } from "./memory.js";
import { tell } from "./result.js";

const isWebSocket = String(config.mqtt).startsWith("ws:");
const sendBuffer = 8192;

/** What a broker sends, in a frame where it goes through a WebSocket. */
const sent = (...bytes: number[]): Uint8Array => Uint8Array.of(...(isWebSocket ? [0x82, bytes.length] : []), ...bytes);

const before: Memory = { slots: 0, chunks: 0 };
const after: Memory = { slots: 0, chunks: 0 };
const { memory } = await boot();
alive(before);
const tcp = TCP.newest();

const text = (bytes: ArrayBuffer) => String.fromCharCode(...new Uint8Array(bytes));

function settle(): void {
	for (let i = 0; i < 8; i++) {
		TCP.drain(tcp, sendBuffer);
		TCP.sent(tcp);
		for (let id = 1; id < 30; id++) TCP.arrive(tcp, sent(0x40, 2, 0, id));
	}
}

/** The broker accepts. */
function accept(): void {
	TCP.drain(tcp, sendBuffer);
	if (isWebSocket) {
		const [, rest = ""] = text(TCP.take(tcp)).split("Sec-WebSocket-Key: ");
		const answer = [
			"HTTP/1.1 101 Switching Protocols",
			"Upgrade: websocket",
			"Connection: Upgrade",
			"Sec-WebSocket-Protocol: mqtt",
			`Sec-WebSocket-Accept: ${acceptOf(rest.slice(0, 24), () => Base64.encode())}`,
		];
		TCP.arrive(tcp, ascii(`${answer.join("\r\n")}\r\n\r\n`));
	}
	TCP.arrive(tcp, sent(0x20, 2, 0, 0));
}

accept();
settle();
TCP.arrive(tcp, sent(0x90, 4, 0, 1, 1, 1));
settle();
pass(1);
alive(after);
tell("boot", () => ({
	slots: memory.slots + after.slots - before.slots,
	chunks: memory.chunks + after.chunks - before.chunks,
}));

const cost = costOf(
	() => {
		flip(config.switches.pins[0], config.settle);
		settle();
	},
	() => {
		pass(config.settle + 1);
		settle();
	},
);
tell("flip told", () => cost);
