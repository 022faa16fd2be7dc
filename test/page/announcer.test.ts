// What is said to screen readers: by one, once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcer } from "./modules.js";

function start() {
	const region = { textContent: "" };
	return { region, announcer: new Announcer(region) };
}

test("what several parts say in one frame is all said", () => {
	const { region, announcer } = start();
	announcer.say("Switch 1 On");
	announcer.say("");
	announcer.say("LED 2 Off");
	assert.equal(region.textContent, "", "not before the frame");
	announcer.flush();
	assert.equal(region.textContent, "Switch 1 On. LED 2 Off");
	announcer.flush();
	assert.equal(region.textContent, "Switch 1 On. LED 2 Off", "nothing new is not said");
});

test("the same words twice are said twice", () => {
	const { region, announcer } = start();
	const said = new Set<string>();
	for (let i = 0; i < 2; i++) {
		announcer.say("Switch 1 On");
		announcer.flush();
		said.add(region.textContent);
	}
	assert.equal(said.size, 2);
});

test("a state is said when it changes, and not at first", () => {
	const { region, announcer } = start();
	const states = ["Live", "Live", "Offline", "Offline", ""].map((state) => {
		region.textContent = "";
		announcer.tell("word", state);
		announcer.tell("toast", "");
		announcer.flush();
		return region.textContent;
	});
	assert.deepEqual(states, ["", "", "Offline", "", ""]);
});
