/*
	The desktop's flash: what it starts, whatever an image is.
*/

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { FlashFile, makeImage } from "../../tools/simulator/flashfile.js";

const folder = mkdtempSync(join(tmpdir(), "dipsocket-flash-"));
after(() => rmSync(folder, { recursive: true }));

/** An image with the right digest that says `text` of itself. */
function imageThatSays(text: string): Uint8Array {
	const body = Buffer.from(makeImage({ version: "", behaviour: "works" })).subarray(0, -32);
	body.fill(0xff, 32, 256).write(text, 32);
	return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}

/** What starts after an update to this image, and after the next restart. */
function startsOf(name: string, image: Uint8Array): unknown[] {
	const path = join(folder, name);
	const former = new FlashFile(path, "0.1.0");
	former.start();
	former.flash.begin();
	former.flash.write(image);
	former.flash.activate();
	former.save();
	return [1, 2].map(() => {
		const file = new FlashFile(path, "0.1.0");
		const firmware = file.start();
		file.save(4);
		return firmware;
	});
}

const working = { version: "0.1.0", behaviour: "works" };

test("an image that says how it behaves does so, until it is confirmed", () => {
	const hangs = { version: "0.2.0", behaviour: "hangs" } as const;
	assert.deepEqual(startsOf("hangs", makeImage(hangs)), [hangs, working]);
});

test("a whole image with other content crashes, and is rolled back", () => {
	const texts = [
		"",
		"\n",
		"null\n",
		"[]\n",
		"{}\n",
		'{"version":1,"behaviour":"works"}\n',
		'{"version":"2","behaviour":"sings"}\n',
	];
	for (const [i, text] of texts.entries()) {
		const starts = startsOf(String(i), imageThatSays(text));
		assert.deepEqual(starts, [{ version: "unknown", behaviour: "crashes" }, working], JSON.stringify(text));
	}
});
