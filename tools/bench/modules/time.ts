/*
	Stand-in for the SDK's "time": stands still until "timer" is told that time passes.
*/

import { time } from "./timer.js";

export default Object.freeze({
	get ticks(): number {
		return time();
	},
});
