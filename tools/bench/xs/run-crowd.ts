/*
	Whether so many clients fit the heap of a board while pages are loaded, switches flipped and LEDs commanded. Arguments: the
	firmware's modules (firmware.ts), the number of clients, and the configuration. Prints a line when it has worked; XS aborts
	when memory is full.
*/

import config from "../modules/mc/config.js";
import { boot, connect, flip, openWebSocket, pageRequest, upgradeOf } from "./firmware.js";
import { ascii, headerOf, maskingKey } from "./frames.js";
import { tell } from "./result.js";

const [, countInDigits] = scriptArgs;
const count = Number(countInDigits);

/** Pages that are loaded at once: a browser asks for several files. */
const loads = 4;
const rounds = 16;

/** A client's command, as one frame. */
function command(text: string): Uint8Array {
	const header = headerOf(1, text.length);
	const frame = new Uint8Array(header.length + text.length);
	frame.set(header);
	frame.set(ascii(text), header.length);
	for (let i = 0; i < text.length; i++) frame[header.length + i] ^= maskingKey[i % 4];
	return frame;
}

const upgrade = upgradeOf("/ws");
const lights = command('{"leds":{"led1":"On","led8":"Off"}}');

const { listener } = await boot();
const clients: TCP[] = [];
const pages: TCP[] = [];
for (let i = 0; i < count; i++) clients.push(openWebSocket(listener, upgrade));
for (let round = 0; round < rounds; round++) {
	for (let i = 0; i < loads; i++) {
		// One that takes little at a time: its page waits.
		const page = connect(listener, 1460);
		TCP.arrive(page, pageRequest);
		pages.push(page);
	}
	flip(config.switches.pins[round % 8], config.settle);
	TCP.arrive(clients[round % count], lights);
	for (const client of clients) {
		if (TCP.sent(client) === 0) throw new Error("a client has not been told");
		TCP.drain(client, 8192);
	}
	for (const page of pages.splice(0)) {
		for (let i = 0; i < 4; i++) TCP.drain(page, 1460);
		if (TCP.sent(page) < 5000) throw new Error("a page has not been served");
		TCP.fail(page);
	}
}
tell("crowd", () => ({ clients: count }));
