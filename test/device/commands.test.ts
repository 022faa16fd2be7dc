import { Commands } from "../../src/device/commands.js";
import type { NewNames } from "../../src/switches/names.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function commandsOf(ledCount = 3) {
	const switched: string[] = [];
	const renamed: NewNames[] = [];
	const answers: string[] = [];
	const board = {
		message: '{"dipSwitches":{}}',
		ledCount,
		setLeds: (mask: number, on: number) => void switched.push(`${mask}:${on}`),
	};
	const commands = new Commands({ board, names: { rename: (names) => void renamed.push(names) }, text });
	const client = {
		trusted: true,
		tell(message: Uint8Array) {
			answers.push(text.decode(message));
			return true;
		},
	};
	const command = (message: string, binary = false, firstBox = 0) =>
		commands.receive(text.encode(message), binary, client, firstBox);
	return { board, client, command, switched, renamed, answers };
}

test("LEDs are switched, in our form and in NetBurner's", () => {
	const { command, switched, answers } = commandsOf();
	command('{"leds":{"led1":"On","led3":"Off"}}');
	command('{"ledcb1":"true"}');
	command('{"ledcb1":"true"}', false, 1);
	equal([switched, answers], [["5:1", "2:2", "1:1"], []]);
});

test("names are handed on", () => {
	const { command, switched, renamed, answers } = commandsOf();
	command('{"names":{"dip1":"Pump","dip3":""}}');
	equal(renamed, [["Pump", undefined, "", undefined, undefined, undefined, undefined, undefined]]);
	equal([switched, answers], [[], []]);
});

test("a wrong command is answered, and nothing else happens", () => {
	const { command, switched, renamed, answers } = commandsOf();
	command('{"leds":{"led1":"On","led4":"On"}}');
	command("{", false);
	command('{"leds":{"led1":"On"}}', true);
	command('{"names":{"dip1":"Pump","dip2":5}}');
	equal([switched, renamed], [[], []]);
	equal(answers, [
		'{"error":"There is no led4 here.","command":"leds"}',
		'{"error":"A command is a JSON object."}',
		'{"error":"A command is text."}',
		'{"error":"The name of dip2 is not a text.","command":"names"}',
	]);
});

test("a client that has not shown the token commands nothing", () => {
	const { client, command, switched, renamed, answers } = commandsOf();
	client.trusted = false;
	command('{"leds":{"led1":"On"}}');
	command('{"names":{"dip1":"Pump"}}');
	command("what?");
	equal([switched, renamed], [[], []]);
	equal(answers, [
		'{"error":"The token is needed.","command":"leds","token":true}',
		'{"error":"The token is needed.","command":"names","token":true}',
		'{"error":"The token is needed.","token":true}',
	]);
});

test("whoever asks is told the state, also without the token", () => {
	const { board, client, command, answers } = commandsOf();
	command("{}");
	client.trusted = false;
	command("{}");
	equal(answers, [board.message, board.message]);
});
