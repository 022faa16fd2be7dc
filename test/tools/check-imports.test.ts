/*
	The import law, broken in every way.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkImports, circles, offences } from "../../tools/check-imports.js";

const lawful: readonly (readonly [string, string])[] = [
	["websocket/a.ts", 'import { b } from "./b.js";'],
	["websocket/a.ts", 'import { b } from "../grammar/b.js";'],
	["server/a.ts", 'import { b } from "../websocket/b.js";'],
	["switches/a.ts", 'import { b } from "../json/b.js";'],
	["device/a.ts", 'import type { Feed } from "../server/feed.js";\nimport { b } from "../switches/b.js";'],
	["platform/a.ts", 'import Timer from "timer";\nimport type { Clock } from "../server/ports.js";'],
	["main.ts", 'import config from "mc/config";\nimport { Hub } from "./server/hub.js";'],
];

const unlawful: readonly (readonly [string, string])[] = [
	["websocket/a.ts", 'import { b } from "../http/b.js";'],
	["websocket/a.ts", 'import type { b } from "../http/b.js";'],
	["grammar/a.ts", 'import { b } from "../http/b.js";'],
	["websocket/a.ts", 'import Timer from "timer";'],
	["http/a.ts", 'export { b } from "../server/b.js";'],
	["http/a.ts", 'import {\n\tb,\n} from "../server/b.js";'],
	["switches/a.ts", 'const b = import("../server/b.js");'],
	["server/a.ts", 'import { b } from "../platform/b.js";'],
	["server/a.ts", 'import { b } from "../switches/b.js";'],
	["server/a.ts", 'import type { b } from "../device/b.js";'],
	["device/a.ts", 'import { b } from "../server/b.js";'],
	["server/a.ts", 'import { log } from "embedded:x";'],
	["platform/a.ts", 'import { Hub } from "../server/hub.js";'],
	["platform/a.ts", 'import "../main.js";'],
	["elsewhere/a.ts", ""],
];

test("what the law allows", () => {
	for (const [file, text] of lawful) assert.deepEqual(offences(file, text), [], `${file}: ${text}`);
});

test("what it forbids", () => {
	for (const [file, text] of unlawful) assert.equal(offences(file, text).length, 1, `${file}: ${text}`);
});

test("a circle is found, also one of types, and told once", () => {
	const texts = new Map([
		["server/a.ts", 'import { b } from "./b.js";\nimport { d } from "./d.js";'],
		["server/b.ts", 'import type { c } from "./c.js";'],
		["server/c.ts", 'import { b } from "./b.js";'],
		["server/d.ts", 'import { b } from "./b.js";'],
	]);
	assert.deepEqual(circles(texts), ["src/server/b.ts imports server/c.ts imports server/b.ts"]);
});

test("src/ keeps it", () => {
	assert.deepEqual(checkImports("src"), []);
});
