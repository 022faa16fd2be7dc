// The export: RFC 4180, with nothing in it that a spreadsheet would run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, writeCsv } from "./modules.js";

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const change = (index: number): Entry => ({ at, event: "change", index, on: true, count: 3 });
const rows = (entries: Entry[], names: string[] = [], shift = 0) =>
	writeCsv(entries, names, shift).slice(1).split("\r\n");

test("a header, a row for each entry, each with its line end", () => {
	const entries: Entry[] = [
		{ at, event: "start", index: 0, on: false, count: 0 },
		change(1),
		{ at: at + 1, event: "offline" },
		{ at: at + 2, event: "seen", index: 7, on: false },
	];
	assert.deepEqual(rows(entries, ["Pump", "Fan"]), [
		"time,event,switch,name,state,changes",
		"2026-01-02T03:04:05.678Z,start,1,Pump,Off,0",
		"2026-01-02T03:04:05.678Z,change,2,Fan,On,3",
		"2026-01-02T03:04:05.679Z,offline,,,,",
		"2026-01-02T03:04:05.680Z,seen,8,,Off,",
		"",
	]);
});

test("rows are in the order of time, though the board told of some later; the list itself is left alone", () => {
	const entries: Entry[] = [{ at: at + 5, event: "offline" }, change(0)];
	assert.deepEqual(
		rows(entries).map((row) => row.split(",")[1]),
		["event", "change", "offline", undefined],
	);
	assert.equal(entries[0].event, "offline");
});

test("it begins with a byte order mark, so that Excel takes it for UTF-8", () => {
	assert.ok(writeCsv([], [], 0).startsWith("\ufefftime,"));
});

test("times are the computer's", () => {
	assert.match(rows([change(0)], [], 0.4 - 3_600_000)[1], /^2026-01-02T02:04:05.678Z/);
});

test("names are quoted where they must be, and no name is a formula", () => {
	for (const [name, field] of [
		['a "b"', '"a ""b"""'],
		["a,b", '"a,b"'],
		["=1+1", "'=1+1"],
		["+1", "'+1"],
		["-1", "'-1"],
		["@x", "'@x"],
		['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
		["'a", "'a"],
		["a-b=c;d", "a-b=c;d"],
		["a;=cmd|x", "a;'=cmd|x"],
		["a; =1;+2", "a;' =1;'+2"],
		['a;"=1"', `"a;'""=1"""`],
		["a\t@x", "a\t'@x"],
		["a\n=1", `"a\n'=1"`],
		["＝1+1", "'＝1+1"],
		["＋1", "'＋1"],
		["－1", "'－1"],
		["＠x", "'＠x"],
	]) {
		const [, row] = writeCsv([change(0)], [name], 0).split("\r\n");
		assert.equal(row, `2026-01-02T03:04:05.678Z,change,1,${field},On,3`);
	}
});
