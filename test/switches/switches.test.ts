import { Switches } from "../../src/switches/switches.js";
import { equal, Random, test } from "../harness.js";

const settle = 20;

test("nothing moves: nothing is due", () => {
	equal(new Switches(5, settle).due(0), -1);
});

test("a flip is seen when its settle time has passed", () => {
	const switches = new Switches(0, settle);
	switches.edge(1, 100);
	equal(switches.due(100), 20);
	equal(switches.sample(1, 119), 0);
	equal(switches.due(119), 1);
	equal(switches.sample(1, 120), 1);
	equal([switches.state, switches.due(120)], [1, -1]);
});

test("bounce starts the time again, and the last state wins", () => {
	const switches = new Switches(0, settle);
	for (let time = 0; time < 50; time += 5) switches.edge(1, time);
	equal(switches.due(50), 15);
	equal(switches.sample(0, 65), 0, "bounced back");
	switches.edge(1, 70);
	equal(switches.sample(1, 90), 1);
});

test("a chattering contact does not hold up the others", () => {
	const switches = new Switches(0, settle);
	switches.edge(0b10, 0);
	for (let time = 0; time <= 20; time += 2) switches.edge(0b01, time);
	equal(switches.due(20), 0);
	equal(switches.sample(0b11, 20), 0b10);
	equal(switches.state, 0b10);
});

test("no settle time: at once", () => {
	const switches = new Switches(0, 0);
	switches.edge(4, 7);
	equal(switches.due(7), 0);
	equal(switches.sample(4, 7), 4);
});

test("the clock wraps", () => {
	const switches = new Switches(0, settle);
	switches.edge(1, 0x7fff_fff8);
	equal(switches.due(0x7fff_fff8), 20);
	equal(switches.due(0x8000_0004 | 0), 8);
	equal(switches.sample(1, 0x8000_000c | 0), 1);
});

test("the clock is set back: no switch waits for ever", () => {
	const switches = new Switches(0, settle);
	switches.edge(1, 1_000_000);
	equal(switches.due(5), 0);
	equal(switches.sample(1, 5), 1);
});

test("whatever the storm, the end is what the pins say", () => {
	const random = new Random(3);
	for (let round = 0; round < 200; round++) {
		let pins = random.below(256);
		const switches = new Switches(pins, settle);
		let time = random.next();
		for (let i = 0; i < 100; i++) {
			time = (time + random.below(15)) | 0;
			const moved = random.below(256);
			pins ^= moved & random.below(256);
			switches.edge(moved, time);
			if (switches.due(time) === 0) switches.sample(pins, time);
		}
		time = (time + settle) | 0;
		equal(switches.due(time), 0);
		switches.sample(pins, time);
		equal([switches.state, switches.due(time)], [pins, -1], `round ${round}`);
	}
});
