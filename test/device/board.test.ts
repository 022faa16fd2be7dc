import { Board } from "../../src/device/board.js";
import { Uptime } from "../../src/device/uptime.js";
import { FakeClock } from "../fakes/clock.js";
import { equal, test } from "../harness.js";

function boardOf(count: number, start = 0) {
	const written: number[] = [];
	const told: string[] = [];
	const clock = new FakeClock(start);
	const switches = { state: 1 };
	const leds = { count, write: (leds: number) => written.push(leds) };
	const board = new Board({ name: "dipsocket", switches, leds, lit: 0, uptime: new Uptime(clock) });
	board.onChange = () => told.push(board.message) > 0;
	/** The switches settle, as a byte. */
	const settle = (state: number) => {
		const moved = switches.state ^ state;
		switches.state = state;
		board.settled(moved);
	};
	return { board, clock, settle, written, told };
}

test("switches and LEDs are told together", () => {
	const { board, settle, told } = boardOf(1);
	equal(JSON.parse(board.message).dipSwitches.dip1, "On");
	board.setLeds(1, 1);
	settle(0b10);
	const { dipSwitches, leds } = JSON.parse(told[1]);
	equal([dipSwitches.dip1, dipSwitches.dip2, leds.led1], ["Off", "On", "On"]);
});

test("each change is counted, and its age told as of the message", () => {
	const { board, clock, settle, told } = boardOf(0);
	clock.advance(100);
	settle(0b11);
	clock.advance(30);
	settle(0b1000_0000);
	clock.advance(7);
	const { changes, ages, uptime } = JSON.parse(board.message);
	equal([changes, uptime], [[1, 2, 0, 0, 0, 0, 0, 1], 137]);
	equal(ages, [7, 7, 137, 137, 137, 137, 137, 7]);
	equal(JSON.parse(told[0]).ages, [100, 0, 100, 100, 100, 100, 100, 100]);
});

test("a page that opens is told the last changes, each with its age", () => {
	const { board, clock, settle } = boardOf(0);
	clock.advance(100);
	settle(0b11);
	clock.advance(30);
	settle(0b1000_0000);
	clock.advance(7);
	equal(
		board.history.message,
		JSON.stringify({
			history: { moves: [2, -1, -2, 8], ages: [37, 7, 7, 7], changes: [1, 2, 0, 0, 0, 0, 0, 1], uptime: 137 },
			name: "dipsocket",
		}),
	);
});

test("ages are right when the clock has wrapped, and after months", () => {
	const { board, clock, settle } = boardOf(0, 0x7fff_fff0);
	settle(0);
	clock.advance(0x20);
	equal(JSON.parse(board.message).ages[0], 0x20);
	const days = 86_400_000 * 20;
	for (let i = 0; i < 10; i++) {
		clock.advance(days);
		equal(JSON.parse(board.message).ages[0], 0x20 + (i + 1) * days);
	}
});

test("LEDs that are not spoken of stay as they are, and nothing counts as a change of a switch", () => {
	const { board, written, told } = boardOf(3);
	board.setLeds(0b101, 0b101);
	board.setLeds(0b011, 0b010);
	equal([written, told.length], [[0, 0b101, 0b110], 2]);
	const { leds, changes } = JSON.parse(board.message);
	equal(
		[Object.values(leds), changes],
		[
			["Off", "On", "On"],
			[0, 0, 0, 0, 0, 0, 0, 0],
		],
	);
});

test("LEDs are lit from the start, those there are", () => {
	const written: number[] = [];
	const leds = { count: 2, write: (byte: number) => void written.push(byte) };
	const uptime = new Uptime(new FakeClock());
	const board = new Board({ name: "dipsocket", switches: { state: 0 }, leds, lit: 0xfe, uptime });
	equal([written, board.state.leds], [[2], 2]);
});
