// The desktop's radio (air.ts), one for all stations.

import { Air } from "./air.js";

export const accessPoint = new Air(
	(delay, callback) => void (delay ? setTimeout(callback, delay) : setImmediate(callback)),
);
