import { Commands } from "../../src/device/commands.js";
import { StateResource } from "../../src/device/stateresource.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

function stateOf() {
	const lit: number[] = [];
	const board = {
		message: '{"dipSwitches":{}}',
		ledCount: 2,
		setLeds: (_mask: number, on: number) => void lit.push(on),
	};
	const names = { message: '{"names":{"dip1":"Pump"}}', rename() {} };
	const resource = new StateResource({ board, names, commands: new Commands({ board, names, text }), text });
	const put = (content: string) => {
		const { status, body } = resource.take(text.encode(content));
		return [status, text.decode(body)];
	};
	return { resource, put, lit };
}

const all = '{"dipSwitches":{},"names":{"dip1":"Pump"}}';

test("state and names are one object", () => {
	equal(text.decode(stateOf().resource.represent()), all);
});

test("a command is carried out and answered with the new state; none is a question", () => {
	const { put, lit } = stateOf();
	equal([put('{"leds":{"led1":"On"}}'), put("{}"), lit], [[200, all], [200, all], [1]]);
});

test("a wrong command is told, and nothing else happens", () => {
	const { put, lit } = stateOf();
	for (const [content, error] of [
		["", '{"error":"A command is a JSON object."}'],
		["[]", '{"error":"A command is a JSON object."}'],
		["\u0000", '{"error":"A command is a JSON object."}'],
		['{"leds":{"led3":"On"}}', '{"error":"There is no led3 here.","command":"leds"}'],
		['{"leds":{"led1":"On"},"names":{}}', '{"error":"A command has one key."}'],
	])
		equal(put(content), [400, error], content);
	equal(lit, []);
});
