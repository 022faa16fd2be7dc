import { decodeCommand, encodeState } from "../../src/switches/message.js";
import { equal, test } from "../harness.js";

test("the switches' wire format is NetBurner's", () => {
	equal(
		encodeState(0b1000_0001, 0, 0),
		'{"dipSwitches":{"dip1":"On","dip2":"Off","dip3":"Off","dip4":"Off","dip5":"Off","dip6":"Off","dip7":"Off","dip8":"On"}}',
	);
});

test("LEDs follow where there are some", () => {
	equal(encodeState(0, 0b10, 2).endsWith('"dip8":"Off"},"leds":{"led1":"Off","led2":"On"}}'), true);
});

test("every state is JSON with eight switches", () => {
	for (let state = 0; state < 256; state++) {
		const { dipSwitches, leds } = JSON.parse(encodeState(state, state, 8));
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
		const command = decodeCommand(text, 8, firstBox);
		equal(command, { mask, on }, text);
	}
});

test("what is no command is said so", () => {
	const wrong: readonly (readonly [string, string])[] = [
		["", "A command is a JSON object."],
		["{", "A command is a JSON object."],
		["[]", "A command is a JSON object."],
		["null", "A command is a JSON object."],
		['"leds"', "A command is a JSON object."],
		["{}", "A command has one key."],
		['{"leds":{"led1":"On"},"x":1}', "A command has one key."],
		['{"lamps":{"led1":"On"}}', 'A command is {"leds":{"led1":"On"}}.'],
		['{"__proto__":{"led1":"On"}}', 'A command is {"leds":{"led1":"On"}}.'],
		['{"leds":[]}', "leds is an object of LEDs."],
		['{"leds":null}', "leds is an object of LEDs."],
		['{"leds":{}}', "leds names no LED."],
		['{"leds":{"led0":"On"}}', "There is no led0 here."],
		['{"leds":{"led3":"On"}}', "There is no led3 here."],
		['{"leds":{"led01":"On"}}', "There is no led01 here."],
		['{"leds":{"led1x":"On"}}', "There is no led1x here."],
		['{"leds":{"a\\"b\\u0000c":"On"}}', "There is no abc here."],
		['{"leds":{"led1":"on"}}', 'led1 is "On" or "Off".'],
		['{"leds":{"led1":true}}', 'led1 is "On" or "Off".'],
		['{"leds":{"led1":"On","led2":1}}', 'led2 is "On" or "Off".'],
		['{"ledcb0":true}', 'ledcb0 is "true" or "false".'],
		['{"ledcb2":"true"}', "There is no ledcb2 here."],
		['{"ledcb":"true"}', "There is no ledcb here."],
	];
	for (const [text, reason] of wrong) equal(decodeCommand(text, 2, 0), reason, text);
	equal(decodeCommand('{"ledcb0":"true"}', 2, 1), "There is no ledcb0 here.");
});
