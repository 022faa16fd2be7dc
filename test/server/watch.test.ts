import { Watch } from "../../src/server/watch.js";
import { Switches } from "../../src/switches/switches.js";
import { FakeClock } from "../fakes/clock.js";
import { equal, test } from "../harness.js";

function watched(settle: number) {
	const clock = new FakeClock();
	const board = { pins: 0, reads: 0 };
	const changes: string[] = [];
	const bank = {
		read() {
			board.reads++;
			return board.pins;
		},
	};
	const onChange = (state: number) => changes.push(`${clock.now()}:${state}`);
	const watch = new Watch({ switches: new Switches(0, settle), bank, clock, onChange });
	return { clock, board, changes, watch };
}

test("a flip is told once, when it has settled, with one read", () => {
	const { clock, board, changes, watch } = watched(20);
	board.pins = 1;
	watch.edge(1);
	clock.advance(100);
	equal(changes, ["20:1"]);
	equal(board.reads, 1);
});

test("bounce is never told", () => {
	const { clock, board, changes, watch } = watched(20);
	for (let i = 0; i < 9; i++) {
		board.pins ^= 1;
		watch.edge(1);
		clock.advance(3);
	}
	clock.advance(100);
	equal(changes, ["44:1"]);
	board.pins = 0;
	watch.edge(1);
	clock.advance(5);
	board.pins = 1;
	watch.edge(1);
	clock.advance(100);
	equal(changes, ["44:1"]);
});

test("switches that move one after the other are told one after the other", () => {
	const { clock, board, changes, watch } = watched(20);
	board.pins = 1;
	watch.edge(1);
	clock.advance(10);
	board.pins = 3;
	watch.edge(2);
	clock.advance(100);
	equal(changes, ["20:1", "30:3"]);
});

test("no settle time: in the same turn of the timer", () => {
	const { clock, board, changes, watch } = watched(0);
	board.pins = 128;
	watch.edge(128);
	clock.advance(0);
	equal(changes, ["0:128"]);
});
