/*
	What the firmware holds and allocates, counted in a large heap. Arguments: the firmware's modules (firmware.ts), and the
	configuration as JSON. Prints a line of JSON for each figure.
*/

import DigitalBank from "../modules/embedded/io/digitalbank.js";
import config from "../modules/mc/config.js";
import { pass } from "../modules/timer.js";
import { costOf } from "./cost.js";
import { boot, connect, flip, openWebSocket, upgradeOf } from "./firmware.js";
import { masked } from "./frames.js";
import { alive, type Memory, minus } from "./memory.js";
import { tell } from "./result.js";

const request = upgradeOf("/ws");
const echoRequest = upgradeOf("/echo");
const message = masked(1, 125);

/** Made before anything is counted, as is the room for the clients. */
const room = (): Memory => ({ slots: 0, chunks: 0 });
const [idle, few, many, waiting] = [room(), room(), room(), room()];
const clients: (TCP | undefined)[] = new Array(16).fill(undefined);
let count = 0;
const close = () => {
	TCP.fail(clients[--count] as TCP);
	clients[count] = undefined;
};
const reach = (wanted: number) => {
	while (count < wanted) clients[count++] = openWebSocket(listener, request);
};
const drain = () => {
	for (let i = 0; i < count; i++) TCP.drain(clients[i] as TCP, 8192);
};

const { listener, memory } = await boot();
tell("boot", () => memory);

// A first one, for what is made at the first use.
reach(1);
close();
reach(4);
alive(few);
reach(16);
alive(many);
tell("client, idle", () => minus(many, few, 12));

function change(): void {
	flip(config.switches.pins[0], config.settle);
	drain();
}

function noChange(): void {
	pass(config.settle + 1);
	drain();
}

/** How many ms after the settle time of a flip the message is written. */
function beyond(): number {
	for (let i = 0; i < count; i++) TCP.sent(clients[i] as TCP);
	DigitalBank.inputs?.flip(1 << config.switches.pins[0]);
	for (let waited = 0; waited < 10 * config.settle; waited++) {
		pass(1);
		if (TCP.sent(clients[0] as TCP)) return waited + 1 - config.settle;
	}
	throw new Error("a flip has not been told");
}

tell("flip to message", () => ({ beyond: beyond() }));

const toMany = costOf(change, noChange);
while (count > 4) close();
const toFew = costOf(change, noChange);
for (let i = 0; i < count; i++) if (TCP.sent(clients[i] as TCP) === 0) throw new Error("a client has not been told");
tell("broadcast to 4", () => toFew);
tell("broadcast, each client", () => ({
	computrons: (toMany.computrons - toFew.computrons) / 12,
	slots: (toMany.slots - toFew.slots) / 12,
	chunks: (toMany.chunks - toFew.chunks) / 12,
}));

const echo = openWebSocket(listener, echoRequest);
let rounds = 0;
const cost = costOf(
	() => {
		rounds++;
		TCP.arrive(echo, message);
		TCP.drain(echo, 8192);
	},
	() => TCP.drain(echo, 8192),
);
if (TCP.sent(echo) !== 127 * rounds) throw new Error("the echo is not there");
tell("125 B echoed", () => cost);

alive(idle);
const silent = connect(listener);
alive(waiting);
tell("connection before its request", () => minus(waiting, idle));
TCP.fail(silent);
