/*
	Whether the firmware receives a binary message in the heap of a board, at the endpoint that echoes. Arguments: the
	firmware's modules (firmware.ts), the length, and the configuration. Prints a line when it has worked; XS aborts when
	memory is full.
*/

import { Opcode } from "../../../src/websocket/names.js";
import { segment } from "../workload.js";
import { boot, openWebSocket, upgradeOf } from "./firmware.js";
import { headerOf, maskingKey } from "./frames.js";
import { tell } from "./result.js";

const length = Number(scriptArgs[1]);

/** A payload of zeros, masked: the key over and over. */
const piece = new Uint8Array(segment);
for (let i = 0; i < segment; i++) piece[i] = maskingKey[i % 4];

const { listener } = await boot();
const client = openWebSocket(listener, upgradeOf("/echo"));
TCP.arrive(client, headerOf(Opcode.binary, length));
for (let left = length; left > 0; left -= segment) TCP.arrive(client, piece.subarray(0, Math.min(left, segment)));
let echoed = 0;
for (let count = -1; count !== 0; echoed += count) {
	TCP.drain(client, 8192);
	count = TCP.sent(client);
}
if (echoed < length) throw new Error(`${length} bytes have not been received`);
tell("largest", () => ({ received: length }));
