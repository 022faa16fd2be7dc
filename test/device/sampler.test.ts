import type { SwitchBank } from "../../src/device/ports.js";
import { lookInterval, Sampler } from "../../src/device/sampler.js";
import { Switches } from "../../src/switches/switches.js";
import { FakeClock } from "../fakes/clock.js";
import { equal, test } from "../harness.js";

function sampled(settle: number) {
	const clock = new FakeClock();
	const pins = { level: 0, reads: 0 };
	const changes: string[] = [];
	const bank: SwitchBank = {
		onEdge() {},
		read() {
			pins.reads++;
			return pins.level;
		},
	};
	const switches = new Switches(0, settle);
	const board = { settled: (moved: number) => changes.push(`${clock.now()}:${moved}:${switches.state}`) };
	new Sampler({ switches, bank, clock, board });
	return { clock, pins, changes, edge: (edges: number) => bank.onEdge(edges) };
}

test("a flip is told once, when it has settled, with one read", () => {
	const { clock, pins, changes, edge } = sampled(20);
	pins.level = 1;
	edge(1);
	clock.advance(100);
	equal([changes, pins.reads], [["20:1:1"], 1]);
});

test("bounce is never told", () => {
	const { clock, pins, changes, edge } = sampled(20);
	for (let i = 0; i < 9; i++) {
		pins.level ^= 1;
		edge(1);
		clock.advance(3);
	}
	clock.advance(100);
	equal(changes, ["44:1:1"]);
	pins.level = 0;
	edge(1);
	clock.advance(5);
	pins.level = 1;
	edge(1);
	clock.advance(100);
	equal(changes, ["44:1:1"]);
});

test("switches that move one after the other are told one after the other", () => {
	const { clock, pins, changes, edge } = sampled(20);
	pins.level = 1;
	edge(1);
	clock.advance(10);
	pins.level = 3;
	edge(2);
	clock.advance(100);
	equal(changes, ["20:1:1", "30:2:3"]);
});

test("no settle time: in the same turn of the timer", () => {
	const { clock, pins, changes, edge } = sampled(0);
	pins.level = 128;
	edge(128);
	clock.advance(0);
	equal(changes, ["0:128:128"]);
});

test("a switch whose edge was lost is found, with its settle time, and one that chatters is left to settle", () => {
	const { clock, pins, changes, edge } = sampled(20);
	pins.level = 0b10;
	clock.advance(lookInterval + 20);
	equal(changes, [`${lookInterval + 20}:2:2`]);
	for (let i = 0; i < 2 * lookInterval; i += 15) {
		pins.level ^= 1;
		edge(1);
		clock.advance(15);
	}
	equal(changes.length, 1);
});
