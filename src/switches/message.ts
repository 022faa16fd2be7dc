/*
	The wire format: a byte of switches ↔ `{"dipSwitches":{"dip1":"On",…,"dip8":"Off"}}`, in one text message.
	It is NetBurner's, so that pages written for its demonstration work unchanged. Further top-level keys may come.
*/

import { switchCount } from "./switches.js";

/** The message that says `state` (a byte, bit 0 = dip1, 1 = On). ASCII. */
export function encodeState(state: number): string {
	let text = '{"dipSwitches":{';
	for (let i = 0; i < switchCount; i++) text += `${i ? "," : ""}"dip${i + 1}":"${state & (1 << i) ? "On" : "Off"}"`;
	return `${text}}}`;
}
