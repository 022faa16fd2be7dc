/*
	The host-free tests as an app for the Moddable simulator: the SDK's own engine, compiler and linker. Those that fit a
	board's heap; the others run on tools/xs, which is faster. The result goes out through `trace`.
*/

import "../all.js";
import { run } from "../harness.js";

run((line) => trace(`${line}\n`), false);
