import { Board } from "../../src/server/board.js";
import { type MessageOpcode, Opcode } from "../../src/websocket/frame.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function boardOf(count: number) {
	const written: number[] = [];
	const told: string[] = [];
	const answers: string[] = [];
	const board = new Board({
		switches: 1,
		leds: { count, write: (leds) => written.push(leds) },
		text,
		onChange: (message) => told.push(message),
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
	return { board, client, command, written, told, answers };
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

test("a wrong command is answered, and nothing else happens", () => {
	const { command, written, told, answers } = boardOf(3);
	command('{"leds":{"led1":"On","led4":"On"}}');
	command("{", Opcode.text);
	command('{"leds":{"led1":"On"}}', Opcode.binary);
	equal([written, told], [[], []]);
	equal(answers, [
		'{"error":"There is no led4 here."}',
		'{"error":"A command is a JSON object."}',
		'{"error":"A command is text."}',
	]);
});

test("a client that has not shown the secret commands nothing", () => {
	const { client, command, written, told, answers } = boardOf(3);
	client.trusted = false;
	command('{"leds":{"led1":"On"}}');
	equal([written, told, answers], [[], [], ['{"error":"The secret is needed.","secret":true}']]);
});

test("switches and LEDs are told together", () => {
	const { board, command, told } = boardOf(1);
	equal(JSON.parse(board.message).dipSwitches.dip1, "On");
	command('{"leds":{"led1":"On"}}');
	board.settled(0b10);
	const { dipSwitches, leds } = JSON.parse(told[1]);
	equal([dipSwitches.dip1, dipSwitches.dip2, leds.led1], ["Off", "On", "On"]);
});
