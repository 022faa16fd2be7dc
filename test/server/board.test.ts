import { Board } from "../../src/server/board.js";
import { Uptime } from "../../src/server/uptime.js";
import type { Names } from "../../src/switches/names.js";
import { type MessageOpcode, Opcode } from "../../src/websocket/frame.js";
import { FakeClock } from "../fakes/clock.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function boardOf(count: number, start = 0) {
	const written: number[] = [];
	const told: string[] = [];
	const renamed: Names[] = [];
	const answers: string[] = [];
	const clock = new FakeClock(start);
	const board = new Board({
		name: "dipsocket",
		switches: 1,
		leds: { count, write: (leds) => written.push(leds) },
		names: { rename: (names) => renamed.push(names) },
		uptime: new Uptime(clock),
		text,
		onChange: () => told.push(board.message),
	});
	const client = {
		trusted: true,
		send(_opcode: MessageOpcode, message: Uint8Array) {
			answers.push(text.decode(message));
			return true;
		},
	};
	const command = (message: string, opcode: MessageOpcode = Opcode.text, firstBox = 0) =>
		board.command(opcode, text.encode(message), client, firstBox);
	return { board, client, clock, command, written, told, renamed, answers };
}

const ledsOf = (message: string): string => Object.values(JSON.parse(message).leds).join(" ");

test("a command is done, and everybody is told", () => {
	const { board, command, written, told, answers } = boardOf(3);
	command('{"leds":{"led1":"On","led3":"On"}}');
	command('{"ledcb1":"true"}');
	command('{"leds":{"led1":"Off"}}');
	equal(written, [0b101, 0b111, 0b110]);
	equal(told.map(ledsOf), ["On Off On", "On On On", "Off On On"]);
	equal([answers, ledsOf(board.message)], [[], "Off On On"]);
});

test("names are handed on, and the state is not told for that", () => {
	const { command, told, renamed, answers } = boardOf(3);
	command('{"names":{"dip1":"Pump","dip3":""}}');
	equal(renamed, [["Pump", undefined, "", undefined, undefined, undefined, undefined, undefined]]);
	equal([told, answers], [[], []]);
});

test("a wrong command is answered, and nothing else happens", () => {
	const { command, written, told, renamed, answers } = boardOf(3);
	command('{"leds":{"led1":"On","led4":"On"}}');
	command("{", Opcode.text);
	command('{"leds":{"led1":"On"}}', Opcode.binary);
	command('{"names":{"dip1":"Pump","dip2":5}}');
	equal([written, told, renamed], [[], [], []]);
	equal(answers, [
		'{"error":"There is no led4 here.","command":"leds"}',
		'{"error":"A command is a JSON object."}',
		'{"error":"A command is text."}',
		'{"error":"The name of dip2 is not a text.","command":"names"}',
	]);
});

test("a client that has not shown the secret commands nothing", () => {
	const { client, command, written, told, renamed, answers } = boardOf(3);
	client.trusted = false;
	command('{"leds":{"led1":"On"}}');
	command('{"names":{"dip1":"Pump"}}');
	command("what?");
	equal([written, told, renamed], [[], [], []]);
	equal(answers, [
		'{"error":"The secret is needed.","command":"leds","secret":true}',
		'{"error":"The secret is needed.","command":"names","secret":true}',
		'{"error":"The secret is needed.","secret":true}',
	]);
});

test("whoever asks is told the state, also without the secret, and nobody else is", () => {
	const { board, client, command, told, answers } = boardOf(3);
	command("{}");
	client.trusted = false;
	command("{}");
	equal([answers, told], [[board.message, board.message], []]);
});

test("switches and LEDs are told together", () => {
	const { board, command, told } = boardOf(1);
	equal(JSON.parse(board.message).dipSwitches.dip1, "On");
	command('{"leds":{"led1":"On"}}');
	board.settled(0b10);
	const { dipSwitches, leds } = JSON.parse(told[1]);
	equal([dipSwitches.dip1, dipSwitches.dip2, leds.led1], ["Off", "On", "On"]);
});

test("each change is counted, and its age told as of the message", () => {
	const { board, clock, told } = boardOf(0);
	clock.advance(100);
	board.settled(0b11);
	clock.advance(30);
	board.settled(0b1000_0000);
	clock.advance(7);
	const { changes, ages, uptime } = JSON.parse(board.message);
	equal([changes, uptime], [[1, 2, 0, 0, 0, 0, 0, 1], 137]);
	equal(ages, [7, 7, 137, 137, 137, 137, 137, 7]);
	equal(JSON.parse(told[0]).ages, [100, 0, 100, 100, 100, 100, 100, 100]);
});

test("a page that opens is told the last changes, each with its age", () => {
	const { board, clock } = boardOf(0);
	clock.advance(100);
	board.settled(0b11);
	clock.advance(30);
	board.settled(0b1000_0000);
	clock.advance(7);
	equal(
		board.history.message,
		JSON.stringify({
			history: { moves: [2, -1, -2, 8], ages: [37, 7, 7, 7], changes: [1, 2, 0, 0, 0, 0, 0, 1], uptime: 137 },
			name: "dipsocket",
		}),
	);
});

test("commands and settling without a change count nothing", () => {
	const { board, command, told } = boardOf(1);
	command('{"leds":{"led1":"On"}}');
	board.settled(1);
	for (const message of told) equal(JSON.parse(message).changes, [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("ages are right when the clock has wrapped, and after months", () => {
	const { board, clock } = boardOf(0, 0x7fff_fff0);
	board.settled(0);
	clock.advance(0x20);
	equal(JSON.parse(board.message).ages[0], 0x20);
	const days = 86_400_000 * 20;
	for (let i = 0; i < 10; i++) {
		clock.advance(days);
		equal(JSON.parse(board.message).ages[0], 0x20 + (i + 1) * days);
	}
});
