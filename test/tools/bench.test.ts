/*
	The machinery of the benches: the command line, numbers, tables, what a README has of them, goals, the picture. No time is judged.
*/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { Figures } from "../../tools/bench/figures.js";
import { key, record } from "../../tools/bench/figures.js";
import { type Goal, goals, goalTable, judge } from "../../tools/bench/goals.js";
import { chart } from "../../tools/bench/latency/chart.js";
import { Poller, StateServer } from "../../tools/bench/latency/poll.js";
import { latencyTable, ways } from "../../tools/bench/latency/table.js";
import { measureNode, subjects } from "../../tools/bench/node/measure.js";
import { insert, outdated } from "../../tools/bench/readme.js";
import { digits, median, quantile, ratio, thousands } from "../../tools/bench/statistics.js";
import { markdown, measured, notMeasured, type Table } from "../../tools/bench/table.js";
import {
	headlineTable,
	linkedTable,
	memoryTable,
	nodeTable,
	peerTables,
	wireTable,
	workTable,
} from "../../tools/bench/tables.js";

const table: Table = {
	name: "sample",
	head: ["", "exact", "time"],
	rows: [
		["one", "1,151", measured("2.31")],
		["two", "0", measured("4.5")],
	],
	note: "Measured 2026-01-02 on a machine.",
};

const readme = "before\n\n<!-- bench:sample --> <!-- /bench:sample -->\n\nafter\n";

const rewritten = (text: string, rows: Table["rows"]) => insert(text, [{ ...table, rows }]);

describe("statistics", () => {
	test("median and quantiles", () => {
		assert.deepEqual([median([3, 1, 2]), median([4, 1, 3, 2])], [2, 2.5]);
		const values = Array.from({ length: 100 }, (_, i) => 99 - i);
		assert.deepEqual([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)], [50, 99, 99]);
		assert.throws(() => median([]), /no values/);
		assert.throws(() => quantile([], 0.5), /no values/);
	});

	test("how numbers are written", () => {
		assert.deepEqual([0, 0.0123, 1.234, 12.34, 123.4, 1234.5].map(digits), [
			"0",
			"0.0123",
			"1.23",
			"12.3",
			"123",
			"1,235",
		]);
		assert.deepEqual([thousands(999), thousands(1234567), thousands("1234.5678")], ["999", "1,234,567", "1,234.5678"]);
		assert.deepEqual([ratio(2, 1), ratio(1, 25), ratio(1234, 1)], ["2×", "0.04×", "1,234×"]);
	});
});

describe("tables in a README", () => {
	test("are written between their markers, and are current then", () => {
		const written = insert(readme, [table]);
		assert.ok(written.includes(markdown(table)));
		assert.ok(written.startsWith("before\n") && written.endsWith("after\n"));
		assert.deepEqual(outdated(written, [table]), []);
		assert.equal(insert(written, [table]), written);
	});

	test("are left alone without markers", () => {
		assert.equal(insert("text", [table]), "text");
		assert.deepEqual(outdated("text", [table]), []);
	});

	test("are not current when an exact figure differs, a row is missing, or nothing says when", () => {
		const written = insert(readme, [table]);
		const slower = { ...table, rows: [["one", "1,152", measured("9")], table.rows[1]] };
		assert.deepEqual(outdated(written, [slower]), ['sample, one: "1,151" should be "1,152"']);
		assert.match(outdated(written, [{ ...table, rows: [table.rows[0]] }])[0], /4 lines instead of 3/);
		assert.match(outdated(written.replace("2.31", ""), [table])[0], /should be something measured/);
		assert.match(outdated(written.replace("2026-01-02", ""), [table])[0], /when it was measured/);
	});

	test("are current when nothing of them is exact and nothing has been measured", () => {
		const times = { ...table, rows: [["one", measured("2"), measured("3")]] };
		assert.deepEqual(outdated(readme, [times]), []);
		assert.match(outdated(insert(readme, [table]), [times])[0], /4 lines instead of 3/);
		assert.match(outdated(readme, [table])[0], /0 lines instead of 4/);
	});

	test("say below themselves what one has to know, whatever was measured when", () => {
		const explained = { ...table, legend: "Ones and twos." };
		const written = insert(readme, [explained]);
		assert.match(written, /\n\nOnes and twos\.\n\nMeasured 2026-01-02 on a machine\.\n\n<!--/);
		assert.deepEqual(outdated(written, [explained]), []);
		const other = { ...explained, legend: "Twos.", note: "Measured 2027-01-02.", rows: [["one", "7", notMeasured]] };
		assert.deepEqual(outdated(written, [{ ...explained, legend: "Twos." }]), ["sample: it does not say: Twos."]);
		const again = insert(written, [other]);
		assert.match(again, /\| 2\.31 \|\n\nTwos\.\n\nMeasured 2026-01-02 on a machine\.\n\n<!--/);
	});

	test("keep what is not measured this time", () => {
		const written = insert(readme, [table]);
		const quick = [["one", "7", notMeasured], table.rows[1]];
		assert.ok(rewritten(written, quick).includes("| one | 7 | 2.31 |"));
		assert.ok(rewritten(readme, quick).includes("| one | 7 | – |"));
	});
});

describe("goals", () => {
	const [first, second, , fourth] = goals;
	const goal = (limits: Partial<Goal>): Goal => ({ goal: "g", unit: "B", figure: "f", peers: "", ...limits });

	test("are met or missed", () => {
		assert.deepEqual(
			[judge(goal({ most: 100 }), 100), judge(goal({ most: 100 }), 250), judge(goal({ most: 0 }), 4)],
			["met", "2.50× off", "4.00 too many"],
		);
		assert.deepEqual([judge(goal({ least: 8 }), 9), judge(goal({ least: 8 }), 4)], ["met", "2.00× off"]);
	});

	test("each has one limit and one figure", () => {
		for (const { goal, most, least, figure } of goals) {
			assert.equal((most === undefined) !== (least === undefined), true, goal);
			assert.equal(figure.split("/").length, 3, goal);
		}
	});

	test("exact figures are exact in the table, the others measured or not there", () => {
		const table = goalTable(new Map([[first.figure, 2000]]), new Map([[second.figure, 19_454]]), new Map(), "");
		assert.deepEqual(table.rows[0].slice(2, 4), ["2,000 B", "met"]);
		assert.deepEqual(table.rows[1].slice(2, 4), [measured("19,454 B"), measured("2.00× off")]);
		assert.deepEqual(table.rows[2].slice(2, 4), [notMeasured, notMeasured]);
		assert.equal(table.rows[3][0], fourth.goal);
	});

	test("what is said of others is there when all of its figures are", () => {
		const names = [...fourth.peers.matchAll(/\{(.+?)\}/g)].map(([, name]) => name);
		assert.ok(names.length > 1);
		const cell = (known: readonly string[]) =>
			goalTable(new Map(), new Map(), new Map(known.map((name) => [name, 1234])), "").rows[3][4];
		assert.deepEqual(cell(names.slice(1)), notMeasured);
		const text = names.reduce((all, name) => all.replace(`{${name}}`, "1,234"), fourth.peers);
		assert.deepEqual(cell(names), measured(text));
	});
});

describe("headlines", () => {
	const exact: Figures = new Map([
		[key("firmware", "client, idle", "bytes"), 304],
		[key("firmware", "clients", "count"), 114],
	]);

	test("what is exact is exact; nothing else is there until it is measured", () => {
		const { rows } = headlineTable({ exact, others: new Map(), peers: new Map(), note: "" });
		assert.deepEqual(
			rows.map(([, here]) => here),
			[notMeasured, "304 B", notMeasured, notMeasured, "114"],
		);
	});

	test("each of the two benches measures its own", () => {
		const peers: Figures = new Map([
			[key("websocketclient", "decode 16 KB binary, in slices", "microseconds"), 64],
			[key("codec on TCP", "decode 16 KB binary, in slices", "microseconds"), 32],
		]);
		const others: Figures = new Map([
			[key("linked", "websocket", "bytes"), 9000],
			[key("node", "decode 16 KB binary, in slices", "ratio"), 2.9],
		]);
		const codec = headlineTable({ exact, others, peers, note: "" }).rows;
		assert.deepEqual([codec[0][1], codec[2][1]], [measured("9,000 B"), measured("2× and 2.9×")]);
		const latencies = { [ways[0]]: { latencies: [21, 22, 40] }, [ways[3]]: { latencies: [70] } };
		const nothing: Figures = new Map();
		const latency = headlineTable({ exact: nothing, others: nothing, peers: nothing, latencies, settle: 20, note: "" });
		assert.deepEqual(latency.rows[3].slice(1), [
			measured("2.00 ms"),
			measured("asking by HTTP ten times a second: 50.0 ms"),
		]);
		assert.deepEqual(latency.rows[1][1], notMeasured);
	});
});

test("every table has its place, in one file", () => {
	const texts = ["README.md", "tools/bench/README.md"].map((path) => readFileSync(path, "utf8"));
	const nothing: Figures = new Map();
	const tables = [
		goalTable(nothing, nothing, nothing, ""),
		workTable(nothing, nothing),
		memoryTable(nothing, nothing),
		wireTable(nothing),
		headlineTable({ exact: nothing, others: nothing, peers: nothing, note: "" }),
		linkedTable(nothing, ""),
		...peerTables(nothing, ""),
		nodeTable([], ""),
		latencyTable({}, 0, ""),
	];
	for (const { name } of tables)
		assert.equal(texts.join("").split(`<!-- bench:${name} -->`).length, 2, `a place for ${name}`);
	assert.equal(texts.join("").split("<!-- bench:").length - 1, tables.length);
});

test("slots and chunks are added up as a device's bytes", () => {
	const figures: Figures = new Map();
	record(figures, "codec", [{ name: "idle", slots: 6, chunks: 20 }]);
	assert.equal(figures.get("codec/idle/bytes"), 116);
});

test("every codec decodes and encodes every workload on Node", () => {
	const rows = measureNode({ rounds: 2, span: 0.1 });
	assert.ok(rows.length > 10);
	for (const { name, microseconds } of rows)
		for (const subject of subjects) assert.ok(microseconds[subject.name] > 0, `${name}: ${subject.name}`);
});

describe("latency", () => {
	const seen = { latencies: [21, 22, 40], bytesPerChange: 238, idleBytesPerMinute: 48 };

	test("the table compares with the first way", () => {
		const polling = { latencies: [44, 66, 88], bytesPerChange: 894, idleBytesPerMinute: 536_400 };
		const { rows } = latencyTable({ [ways[0]]: seen, [ways[3]]: polling }, 20, "");
		assert.deepEqual(rows[0].slice(1), ["22.0", "40.0", "40.0", "2.00", "20.0", "20.0", "238", "1,476"].map(measured));
		assert.deepEqual(rows[3].slice(1, 3), [measured("3× (66.0)"), measured("88.0")]);
		assert.deepEqual(rows[3].at(-1), measured("363× (536,400)"));
		assert.deepEqual(new Set(rows[2].slice(1)), new Set([notMeasured]));
	});

	test("the picture has a bar for each way and colours for light and dark", () => {
		const bars = [
			{ name: "a & b", median: 21, high: 30 },
			{ name: "polled", median: 500, high: 2000 },
		];
		const picture = chart("title", bars, 1, "note");
		assert.equal(picture.match(/<rect/g)?.length, 4);
		assert.match(picture, /prefers-color-scheme: dark/);
		assert.match(picture, /a &amp; b/);
		assert.doesNotMatch(picture, /https?:(?!\/\/www\.w3\.org\/2000\/svg)|NaN/);
	});

	test("one who asks sees the state change, and the bytes are counted", async () => {
		const server = await StateServer.start();
		server.state = '{"on":false}';
		const poller = new Poller(server.port, 5);
		try {
			await poller.sees('{"on":false}');
			const requests = poller.requests;
			const before = poller.bytes;
			server.state = '{"on":true}';
			assert.ok((await poller.sees('{"on":true}')) > 0);
			assert.ok(poller.requests > requests && poller.bytes > before);
		} finally {
			poller.close();
			server.close();
		}
	});
});
