// Which board this is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceName } from "./modules.js";

function storage(kept = new Map<string, string>()) {
	return {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, text: string) => kept.set(key, text),
	};
}

test("before the board has said its name, it is called by its address, if that is a name", () => {
	for (const [hostname, text] of [
		["greenhouse.local", "greenhouse"],
		["dipsocket", "dipsocket"],
		["192.168.1.5", "Dipsocket"],
		["[::1]", "Dipsocket"],
	])
		assert.equal(new DeviceName({ hostname }, storage).text, text);
});

test("the name that the board says counts, also the next time", () => {
	const kept = storage();
	const name = new DeviceName({ hostname: "192.168.1.5" }, () => kept);
	for (const nothing of [undefined, "", 7]) name.tell(nothing);
	assert.equal(name.text, "Dipsocket");
	name.tell("greenhouse");
	assert.equal(name.text, "greenhouse");
	assert.equal(new DeviceName({ hostname: "192.168.1.5" }, () => kept).text, "greenhouse");
});

test("a browser that keeps nothing is no reason to fail", () => {
	const name = new DeviceName({ hostname: "10.0.0.1" }, () => {
		throw new Error("forbidden");
	});
	name.tell("greenhouse");
	assert.equal(name.text, "greenhouse");
});
