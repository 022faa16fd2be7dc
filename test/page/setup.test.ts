/*
	What the page of set-up mode says.
*/

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressesOf, describeNetwork, sayingOf } from "./modules.js";

const state = { phase: "open", ssid: "", problem: "", address: "", name: "pump", left: 30, networks: [] };

test("each phase in words", () => {
	const said = (changes: object) => sayingOf({ ...state, ...changes });
	assert.equal(said({}), "");
	assert.equal(said({ problem: "“Home” was not found." }), "“Home” was not found.");
	assert.equal(said({ phase: "scanning", problem: "old" }), "Looking for networks…");
	assert.match(said({ phase: "joining", ssid: "Home", problem: "old" }), /^Joining “Home”…/);
	assert.match(said({ phase: "joined", ssid: "Home" }), /^The board is in “Home”, and closes its own in 30 s\./);
	assert.match(said({ phase: "joined" }), /^The board is in its network/);
	assert.match(said({ phase: "joined", problem: "Not stored." }), /^Not stored\. The board is in/);
});

test("where the board is, once it is there", () => {
	assert.deepEqual(addressesOf({ ...state, address: "10.0.0.5" }), []);
	assert.deepEqual(addressesOf({ ...state, phase: "joined", address: "10.0.0.5" }), [
		"http://pump.local/",
		"http://10.0.0.5/",
	]);
});

test("networks in words", () => {
	const said = (signal: number, secured: boolean) => describeNetwork({ signal, secured });
	assert.deepEqual(
		[said(-40, true), said(-60, false), said(-74, true), said(-75, true)],
		["strong, with password", "fair, open", "fair, with password", "weak, with password"],
	);
});
