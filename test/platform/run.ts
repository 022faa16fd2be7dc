/*
	The tests of src/platform/ on XS, with the SDK's modules answered by tools/bench/modules/ and the shell's native ones.
*/

import "./securedoor.test.js";
import "./serial.test.js";
import "./tcp.test.js";
import "./vitals.test.js";
import { run } from "../harness.js";

declare const print: (line: string) => void;
declare const exit: (status: number) => void;

exit(run(print, false).failed ? 1 : 0);
