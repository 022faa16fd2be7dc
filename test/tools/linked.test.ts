/*
	What modules add to a device's image: that the method sees more when there is more. Needs the SDK.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import { linkedSizes } from "../../tools/linked.js";

const sizes = await linkedSizes();
const skip = "missing" in sizes ? `missing ${sizes.missing}` : false;

test("each folder adds to the image, and the handshake to its folder", { skip }, () => {
	assert.ok(!("missing" in sizes));
	for (const [name, bytes] of sizes) assert.ok(bytes > 1000, `${name}: ${bytes}`);
	const [whole, part] = ["websocket", "websocket, without the handshake"].map((name) => sizes.get(name) ?? 0);
	assert.ok(part < whole, `${part} of ${whole}`);
});
