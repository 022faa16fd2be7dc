import { History } from "../../src/switches/history.js";
import { equal, test } from "../harness.js";

function start() {
	const changes = [0, 0, 0, 0, 0, 0, 0, 0];
	const uptime = { ms: 0 };
	const history = new History("dipsocket", changes, uptime);
	const read = () => JSON.parse(history.message).history;
	return { changes, uptime, history, read };
}

test("without a change the history is empty, and says the device's name", () => {
	const { history } = start();
	equal(
		history.message,
		'{"history":{"moves":[],"ages":[],"changes":[0,0,0,0,0,0,0,0],"uptime":0},"name":"dipsocket"}',
	);
});

test("every switch and both states are kept, with times of years", () => {
	const { history, uptime, read } = start();
	const year = 365 * 86_400_000;
	for (let i = 0; i < 16; i++) history.add(i >> 1, i % 2 === 0, 100 * year + i);
	uptime.ms = 100 * year + 20;
	equal(read().moves, [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8]);
	equal(
		read().ages,
		Array.from({ length: 16 }, (_, i) => 20 - i),
	);
});

test("the newest 64 are kept, the oldest first", () => {
	const { changes, history, uptime, read } = start();
	for (let i = 1; i <= 1000; i++) {
		changes[i % 8]++;
		history.add(i % 8, i % 3 === 0, i);
		uptime.ms = i;
		const { moves, ages, changes: counts } = read();
		equal([moves.length, ages.length, ages.at(-1)], [Math.min(64, i), Math.min(64, i), 0]);
		equal(moves.at(-1), (i % 3 === 0 ? 1 : -1) * (1 + (i % 8)));
		equal([ages[0], counts], [Math.min(63, i - 1), changes]);
	}
});
