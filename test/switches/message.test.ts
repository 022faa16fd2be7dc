import { encodeState } from "../../src/switches/message.js";
import { equal, test } from "../harness.js";

test("the wire format is NetBurner's", () => {
	equal(
		encodeState(0b1000_0001),
		'{"dipSwitches":{"dip1":"On","dip2":"Off","dip3":"Off","dip4":"Off","dip5":"Off","dip6":"Off","dip7":"Off","dip8":"On"}}',
	);
});

test("every state is JSON with eight switches", () => {
	for (let state = 0; state < 256; state++) {
		const { dipSwitches } = JSON.parse(encodeState(state));
		equal(Object.keys(dipSwitches).length, 8);
		for (let i = 0; i < 8; i++) equal(dipSwitches[`dip${i + 1}`], state & (1 << i) ? "On" : "Off");
	}
});
