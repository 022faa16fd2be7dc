/*
	TCP payload of one WebSocket client, both directions together unless it says otherwise. Arguments: the firmware's
	modules (firmware.ts), and the configuration as JSON. Prints a line of JSON for each figure.
*/

import config from "../modules/mc/config.js";
import { pass } from "../modules/timer.js";
import { boot, connect, flip, upgradeOf } from "./firmware.js";
import { masked } from "./frames.js";
import { tell } from "./result.js";

const minute = 60_000;
const step = 50;

const request = upgradeOf("/ws");
const pong = masked(0xa, 0);

const { listener } = await boot();
const client = connect(listener);

tell("from the server: upgrade and first messages", () => {
	TCP.arrive(client, request);
	TCP.drain(client, 8192);
	return { bytes: TCP.sent(client) };
});

tell("a change", () => {
	flip(config.switches.pins[0], config.settle);
	return { bytes: TCP.sent(client) };
});

tell("a minute without a change", () => {
	let bytes = 0;
	for (let time = 0; time < minute; time += step) {
		pass(step);
		const count = TCP.sent(client);
		// What comes now is a Ping, which is answered.
		if (count === 0) continue;
		TCP.arrive(client, pong);
		bytes += count + pong.length;
	}
	return { bytes };
});
