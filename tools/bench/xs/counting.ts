/*
	The codec of src/websocket/ as the benches have it: server role, the platform's mask and UTF-8; messages are taken as they
	come, in fragments, and counted. Where bytes go is left to a subclass.
*/

import { openMask } from "../../../src/platform/mask.js";
import { openText } from "../../../src/platform/text.js";
import { Connection } from "../../../src/websocket/connection.js";
import type { Host } from "../../../src/websocket/frame.js";
import type { MessageOpcode } from "../../../src/websocket/names.js";
import type { Tally } from "./subject.js";

let total: Tally = { messages: 0, bytes: 0 };
const host: Host = { mask: openMask(), isUtf8: openText().isUtf8 };

/** Counts in `tally` from here on, for all connections. */
export function countIn(tally: Tally): void {
	total = tally;
}

export abstract class Counting extends Connection {
	protected override get maxMessage(): number {
		return 1 << 20;
	}

	protected override get host(): Host {
		return host;
	}

	protected override onFragment(_opcode: MessageOpcode, bytes: Uint8Array, left: number, last: boolean): void {
		total.bytes += bytes.length;
		if (last && left === 0) total.messages++;
	}

	protected override onClose(): void {}
}
