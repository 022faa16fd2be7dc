/*
	Whether lwIP, as tools/sdkconfig has it built for the board, has a control block for everybody whom the firmware lets in:
	for each place, and for each who may wait for one. lwIP ignores a connection request when it has none left, so nobody
	would hear of the newcomer for whom somebody else has to make room (src/server/place.ts).
*/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

function numberIn(file: string, pattern: RegExp): number {
	const found = pattern.exec(readFileSync(file, "utf8"))?.[1];
	assert.ok(found, `${file} has no ${pattern}`);
	return Number(found);
}

test("a control block for each place and for each who may wait for one", () => {
	const places = numberIn("manifest.json", /"maxConnections": (\d+)/);
	const waiting = numberIn("src/platform/native/door.c", /kPendingLimit = (\d+)/);
	const blocks = numberIn("tools/sdkconfig/sdkconfig.defaults", /^CONFIG_LWIP_MAX_ACTIVE_TCP=(\d+)$/m);
	assert.ok(blocks >= places + waiting, `${blocks} control blocks for ${places} places and ${waiting} who wait`);
});
