// Names: what may be one, and one that is edited while the board and others go on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { nameFault } from "../../src/switches/names.js";
import { Random } from "../harness.js";
import { Names, patience, problemWith } from "./modules.js";

const told = ["Pump", "", "", "", "", "", "", ""];

/** Names that are live, and what they send. */
function start() {
	const sent: string[] = [];
	const socket = { open: true };
	const names = new Names((text) => {
		if (socket.open) sent.push(text);
		return socket.open;
	});
	names.tell(told);
	return { names, sent, socket };
}

test("what the page refuses as a name, the board would refuse, too", () => {
	const random = new Random(7);
	const interesting = [
		0, 0x1f, 0x20, 0x7e, 0x7f, 0x80, 0x9f, 0xa0, 0x200d, 0x200e, 0x200f, 0x2010, 0x2027, 0x2028, 0x202e,
	];
	interesting.push(
		0x202f,
		0x2065,
		0x2066,
		0x2069,
		0x206a,
		0xd7ff,
		0xd800,
		0xdbff,
		0xdc00,
		0xdfff,
		0xe000,
		0xffff,
		0x61,
		0xac,
		0xad,
		0xae,
		0x61b,
		0x61c,
		0x61d,
		0x200a,
		0x200b,
		0x200c,
		0x205f,
		0x2060,
		0x2061,
		0xfefe,
		0xfeff,
		0xff00,
	);
	const unit = () => interesting[random.below(interesting.length)];
	let good = 0;
	for (let i = 0; i < 20_000; i++) {
		const units = Array.from({ length: random.below(4) }, unit);
		const name = String.fromCharCode(...units).trim();
		if (problemWith(name)) assert.ok(nameFault(name), JSON.stringify(name));
		if (!problemWith(name)) good++;
	}
	assert.ok(good > 1000 && good < 19_000);
	for (const length of [24, 25]) assert.equal(problemWith("x".repeat(length)) === "", !nameFault("x".repeat(length)));
	for (const name of ["Käse", "泵", "🌡️ Kessel", "<b>", "שלום", "=1+1"]) assert.equal(problemWith(name), "");
});

test("a name is a wish until the board tells it", () => {
	const { names, sent } = start();
	names.edit(2);
	names.edit(2, "  Valve ");
	assert.ok(names.isEdited(2));
	names.commit(0, false);
	assert.deepEqual([names.isEdited(2), sent], [false, ['{"names":{"dip3":"Valve"}}']], "without the spaces around it");
	assert.deepEqual(names.all?.[2], { told: "", wish: "Valve" });
	names.tell(["Pump", "", "Valve", "", "", "", "", ""]);
	assert.deepEqual(names.all?.[2], { told: "Valve", wish: undefined });
	assert.equal(names.message, "");
});

test("a name is taken away by an empty one", () => {
	const { names, sent } = start();
	names.edit(0, "");
	names.commit(0, true);
	assert.deepEqual(sent, ['{"names":{"dip1":""}}']);
});

test("what did not change is not sent", () => {
	const { names, sent } = start();
	names.edit(0);
	names.commit(0, true);
	names.edit(0, "Pump ");
	names.commit(0, false);
	names.commit(0, true);
	assert.deepEqual([sent, names.isEdited(0), names.message], [[], false, ""]);
});

test("Escape puts it back", () => {
	const { names, sent } = start();
	names.edit(0, "Pum\u0007");
	assert.match(names.message, /invisible character/);
	names.cancel();
	names.commit(0, true);
	assert.deepEqual([sent, names.latest(0), names.isEdited(0), names.message], [[], "Pump", false, ""]);
});

test("a bad name is explained at once, is not sent, and is dropped when the field is left", () => {
	const { names, sent } = start();
	names.edit(0, "a\u202eb");
	assert.match(names.message, /invisible character/);
	names.commit(0, false);
	assert.deepEqual([names.isEdited(0), names.problem !== ""], [true, true], "Enter leaves it to be mended");
	names.edit(0, "ab");
	assert.equal(names.message, "");
	names.edit(0, "x".repeat(25));
	assert.match(names.message, /24/);
	names.commit(0, true);
	assert.deepEqual([sent, names.latest(0), names.isEdited(0)], [[], "Pump", false]);
	assert.match(names.message, /24/, "why it was put back is still said");
});

test("the board refuses: its sentence is said, and the name put back", () => {
	const { names } = start();
	names.edit(0, "Pumpe");
	names.commit(0, true);
	names.refuse("The name of dip1 is not to my taste.");
	assert.deepEqual([names.latest(0), names.message], ["Pump", "The name of dip1 is not to my taste."]);
});

test("the board does not answer, or is gone: the name is put back", () => {
	const { names } = start();
	names.edit(0, "Pumpe");
	names.commit(1000, true);
	names.expire(1000 + patience);
	assert.deepEqual([names.latest(0), names.message], ["Pump", "The board did not confirm the name of switch 1."]);
	names.edit(1, "Fan");
	names.commit(2000, true);
	names.lose();
	assert.equal(names.latest(1), "");
	assert.match(names.message, /connection was lost before .* the name of switch 2/);
});

test("another's renaming shows at once, but not in the field that is edited", () => {
	const { names, sent } = start();
	names.edit(0, "Pumpe");
	names.tell(["Bomba", "Fan", "", "", "", "", "", ""]);
	assert.deepEqual([names.latest(1), names.isEdited(0)], ["Fan", true]);
	names.commit(0, true);
	assert.deepEqual(sent, ['{"names":{"dip1":"Pumpe"}}'], "the last one wins");
	names.tell(["Bomba", "Fan", "", "", "", "", "", ""]);
	assert.equal(names.latest(0), "Pumpe", "still wished");
});

test("a field that was only looked into takes another's name when it is left", () => {
	const { names, sent } = start();
	names.edit(0);
	names.tell(["Bomba", "", "", "", "", "", "", ""]);
	names.commit(0, true);
	assert.deepEqual([names.latest(0), sent], ["Bomba", []]);
});

test("without the board nothing is edited; an edit that it leaves is put back and said", () => {
	const silent = new Names(() => assert.fail("sent"));
	silent.edit(0, "Pump");
	assert.equal(silent.isEdited(0), false);
	const { names, sent } = start();
	names.edit(0, "Pumpe");
	names.lose();
	names.commit(0, true);
	assert.deepEqual([sent, names.latest(0)], [[], "Pump"]);
	assert.match(names.message, /Without a connection/);
});
