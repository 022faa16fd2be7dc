// What the device says of itself: what is known of it, its last minutes, its restarts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Rate, Readings, readValues, Series, seriesTime } from "./modules.js";

const read = (device: unknown) => readValues(JSON.stringify({ device }));

test("a message becomes one flat record", () => {
	const device = { name: "dipsocket", uptime: 5, signal: -61, clients: { now: 2, limit: 8 }, heap: { free: 0 } };
	assert.deepEqual(read(device), {
		name: "dipsocket",
		uptime: 5,
		signal: -61,
		"clients.now": 2,
		"clients.limit": 8,
		"heap.free": 0,
	});
});

test("the certificate is text, its counts are numbers", () => {
	const tls = { fingerprint: "59:96", from: "2026-01-01", until: 5, sessions: 1, limit: "4" };
	assert.deepEqual(read({ tls }), { "tls.fingerprint": "59:96", "tls.from": "2026-01-01", "tls.sessions": 1 });
});

test("what has not the type that it should have is not known", () => {
	const device = { name: 7, board: "", version: ["1"], uptime: "5", signal: null, clients: { now: -1, most: 1e300 } };
	assert.deepEqual(read(device), {});
	assert.deepEqual(read({ heap: 5, slots: null, uptime: { a: 1, b: {} } }), { heap: 5, "uptime.a": 1 });
});

test("what is no such message says nothing", () => {
	for (const data of ["", "{", "7", "null", "[]", '{"device":7}', '{"device":null}', '{"error":"no"}', undefined])
		assert.equal(readValues(data), undefined);
});

test("counters become rates by the board's own time", () => {
	const rate = new Rate();
	assert.deepEqual(
		[rate.next(1000, 10), rate.next(3000, 20), rate.next(3000, 30), rate.next(5000, 30), rate.next(7000, 29)],
		[undefined, 5, undefined, 0, undefined],
	);
	assert.equal(rate.next(8000, undefined), undefined);
	assert.equal(rate.next(9000, 40), undefined, "the first after what was not known");
	assert.equal(rate.next(10_000, 42), 2);
	rate.reset();
	assert.equal(rate.next(11_000, 44), undefined);
});

test("a series keeps its time and no more, however long the page is open", () => {
	const series = new Series();
	for (let at = 0; at <= 24 * 3_600_000; at += 2000) series.add(at, at);
	const [first, second] = series.points;
	assert.ok(first.at < 24 * 3_600_000 - seriesTime && second.at >= 24 * 3_600_000 - seriesTime);
	assert.equal(series.points.length, seriesTime / 2000 + 2);
});

test("what is not known is one gap, and none at the beginning", () => {
	const series = new Series();
	for (const value of [undefined, undefined, 1, undefined, undefined, 2]) series.add(0, value);
	assert.deepEqual(
		series.points.map(({ value }) => value),
		[1, undefined, 2],
	);
});

test("values and rates are kept; a lost board leaves a gap and starts the rates anew", () => {
	const readings = new Readings();
	const message = (uptime: number, out: number) => ({ uptime, "messages.out": out, "heap.free": 100 });
	readings.tell(message(1000, 10), 50_000);
	readings.tell(message(3000, 14), 52_000);
	readings.lose(53_000);
	readings.tell(message(9000, 50), 58_000);
	readings.tell(message(11_000, 52), 60_000);
	const points = (key: string) => readings.series[key].points.map(({ at, value }) => `${at} ${value}`);
	assert.deepEqual(points("messages.out"), ["52000 2", "53000 undefined", "60000 1"]);
	assert.deepEqual(points("heap.free"), ["50000 100", "52000 100", "53000 undefined", "58000 100", "60000 100"]);
	assert.deepEqual(points("signal"), []);
	assert.equal(readings.restartedAt, undefined);
});

test("an uptime that has gone back is a restart", () => {
	const readings = new Readings();
	readings.tell({ uptime: 60_000, "bytes.in": 500 }, 100_000);
	readings.tell({ uptime: 62_000, "bytes.in": 700 }, 102_000);
	readings.tell({ uptime: 3000, "bytes.in": 800 }, 110_000);
	assert.equal(readings.restartedAt, 107_000);
	assert.deepEqual(
		readings.series["bytes.in"].points.map(({ value }) => value),
		[100, undefined],
		"no rate over the restart",
	);
	readings.tell({}, 112_000);
	readings.tell({ uptime: 1 }, 114_000);
	assert.equal(readings.restartedAt, 107_000, "without an uptime before nothing is known of a restart");
});

test("a counter that has gone back is a restart, also if the board is up for longer than when it was seen last", () => {
	for (const key of ["messages.in", "messages.out", "bytes.in", "bytes.out"]) {
		const readings = new Readings();
		readings.tell({ uptime: 1000, [key]: 700 }, 100_000);
		readings.lose(101_000);
		readings.tell({ uptime: 1200, [key]: 600 }, 103_000);
		assert.equal(readings.restartedAt, 101_800, key);
		readings.tell({ uptime: 3200, [key]: 600 }, 105_000);
		readings.tell({ uptime: 5200 }, 107_000);
		readings.tell({ uptime: 7200, [key]: 100 }, 109_000);
		assert.equal(readings.restartedAt, 101_800, "what is not known is no proof");
	}
});
