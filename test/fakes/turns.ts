/*
	Turns of a clock that stands still, as the server's hub has them, but for that each takes a millisecond.
*/

import type { Reader, Turns } from "../../src/server/server.js";
import type { FakeClock } from "./clock.js";

export const turnsOf = (clock: FakeClock): Turns => ({
	piecesInTurn: 2,
	readOn: (reader: Reader) => void clock.after(1, () => reader.onReadable()),
});
