import { decodeCommand, encodeState } from "../../src/switches/message.js";
import { text as utf8 } from "../fakes/text.js";
import { equal, test } from "../harness.js";

const decode = (text: string, ledCount: number, firstBox: number) =>
	decodeCommand(utf8.encode(text), { decode: utf8.decode, ledCount, firstBox });

const none = [0, 0, 0, 0, 0, 0, 0, 0];

const stateOf = (switches: number, leds: number, ledCount: number, changes = none, ages = none): string =>
	encodeState({ switches, leds, ledCount, changes, ages, uptime: 61_200 });

test("the switches' wire format is NetBurner's, and more follows", () => {
	equal(
		stateOf(0b1000_0001, 0, 0, [1, 0, 0, 0, 0, 0, 0, 70_000], [5, 9, 9, 9, 9, 9, 9, 5_000_000_000]),
		'{"dipSwitches":{"dip1":"On","dip2":"Off","dip3":"Off","dip4":"Off","dip5":"Off","dip6":"Off","dip7":"Off","dip8":"On"},' +
			'"changes":[1,0,0,0,0,0,0,70000],"ages":[5,9,9,9,9,9,9,5000000000],"uptime":61200}',
	);
});

test("LEDs follow where there are some", () => {
	const message = stateOf(0, 0b10, 2);
	equal(message.includes('"dip8":"Off"},"leds":{"led1":"Off","led2":"On"},"changes":['), true, message);
});

test("every state is JSON with eight switches", () => {
	for (let state = 0; state < 256; state++) {
		const { dipSwitches, leds } = JSON.parse(stateOf(state, state, 8));
		equal([Object.keys(dipSwitches).length, Object.keys(leds).length], [8, 8]);
		for (let i = 0; i < 8; i++) {
			const word = state & (1 << i) ? "On" : "Off";
			equal([dipSwitches[`dip${i + 1}`], leds[`led${i + 1}`]], [word, word]);
		}
	}
});

test("commands", () => {
	const commands: readonly (readonly [string, number, number, number])[] = [
		['{"leds":{"led1":"On"}}', 0, 0b1, 0b1],
		['{"leds":{"led8":"Off"}}', 0, 0b1000_0000, 0],
		[' { "leds" : { "led2" : "On", "led3" : "Off" } } ', 0, 0b110, 0b010],
		['{"ledcb0":"true"}', 0, 0b1, 0b1],
		['{"ledcb7":"false"}', 0, 0b1000_0000, 0],
		['{"ledcb1":"true"}', 1, 0b1, 0b1],
		['{"ledcb8":"true"}', 1, 0b1000_0000, 0b1000_0000],
	];
	for (const [text, firstBox, mask, on] of commands) {
		const command = decode(text, 8, firstBox);
		equal(command, { command: "leds", mask, on }, text);
	}
});

test("commands for names", () => {
	const commands: readonly (readonly [string, readonly (string | null)[]])[] = [
		['{"names":{"dip1":"Pump"}}', ["Pump", null, null, null, null, null, null, null]],
		['{"names":{"dip8":"","dip2":"\\u6c34"}}', [null, "水", null, null, null, null, null, ""]],
		['{"names":{"dip3":"\\ud83d\\ude00"}}', [null, null, "😀", null, null, null, null, null]],
		['{"names":{"dip1":"a","dip1":"b"}}', ["b", null, null, null, null, null, null, null]],
	];
	for (const [text, names] of commands) equal(decode(text, 0, 0), { command: "names", names }, text);
});

const usage = 'A command is {"leds":{"led1":"On"}} or {"names":{"dip1":"Pump"}}.';

test("an empty command asks for the state", () => {
	equal(decode(" { } ", 0, 0), { command: "state" });
});

test("what is no command is said so", () => {
	const wrong: readonly (readonly [string, string, string?])[] = [
		["", "A command is a JSON object."],
		["{", "A command is a JSON object."],
		["[]", "A command is a JSON object."],
		["null", "A command is a JSON object."],
		['"leds"', "A command is a JSON object."],
		['{"leds":{"led1":"On"},"x":1}', "A command has one key."],
		['{"leds":{"led1":"On"},"names":{}}', "A command has one key."],
		['{"lamps":{"led1":"On"}}', usage],
		['{"__proto__":{"led1":"On"}}', usage],
		['{"leds":[]}', "leds is an object of LEDs.", "leds"],
		['{"leds":null}', "leds is an object of LEDs.", "leds"],
		['{"leds":{}}', "leds names no LED.", "leds"],
		['{"leds":{"led0":"On"}}', "There is no led0 here.", "leds"],
		['{"leds":{"led3":"On"}}', "There is no led3 here.", "leds"],
		['{"leds":{"led01":"On"}}', "There is no led01 here.", "leds"],
		['{"leds":{"led1x":"On"}}', "There is no led1x here.", "leds"],
		['{"leds":{"a\\"b\\u0000c":"On"}}', "There is no abc here.", "leds"],
		['{"leds":{"led1":"on"}}', 'led1 is "On" or "Off".', "leds"],
		['{"leds":{"led1":true}}', 'led1 is "On" or "Off".', "leds"],
		['{"leds":{"led1":"On","led2":1}}', 'led2 is "On" or "Off".', "leds"],
		['{"leds":{"led1":["On"]}}', 'led1 is "On" or "Off".', "leds"],
		['{"leds":{},"leds":{"led1":"On"}}', "A command has one key."],
		['{"ledcb0":true}', 'ledcb0 is "true" or "false".', "leds"],
		['{"ledcb2":"true"}', "There is no ledcb2 here.", "leds"],
		['{"ledcb":"true"}', "There is no ledcb here.", "leds"],
		['{"ledcb\\"\\u0000":"x"}', 'ledcb is "true" or "false".', "leds"],
		['{"names":[]}', "names is an object of switches.", "names"],
		['{"names":"Pump"}', "names is an object of switches.", "names"],
		['{"names":{}}', "names names no switch.", "names"],
		['{"leds":{"":"On"}}', "There is no such LED here.", "leds"],
		['{"leds":{" \\n\u00e4":"On"}}', "There is no such LED here.", "leds"],
		['{"names":{"\\"":"x"}}', "There is no such switch here.", "names"],
		['{"names":{"dip0":"x"}}', "There is no dip0 here.", "names"],
		['{"names":{"dip9":"x"}}', "There is no dip9 here.", "names"],
		['{"names":{"dip11":"x"}}', "There is no dip11 here.", "names"],
		['{"names":{"__proto__":"x"}}', "There is no __proto__ here.", "names"],
		['{"names":{"dip1":"Pump","led1":"x"}}', "There is no led1 here.", "names"],
		['{"names":{"dip1":null}}', "The name of dip1 is not a text.", "names"],
		['{"names":{"dip2":" x"}}', "The name of dip2 begins or ends with a space.", "names"],
		['{"names":{"dip1":"ok","dip2":"a\\u0000b"}}', "The name of dip2 has a character that cannot be seen.", "names"],
		['{"names":{"dip3":"\\ud83dx"}}', "The name of dip3 has half a character.", "names"],
	];
	for (const [text, error, command] of wrong) equal(decode(text, 2, 0), { error, command }, text);
	equal(decode('{"ledcb0":"true"}', 2, 1), { error: "There is no ledcb0 here.", command: "leds" });
});
