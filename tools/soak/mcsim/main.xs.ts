// The soak as an app for the Moddable simulator: the SDK's own engine, with a heap that may grow. `connections` and
// `settings` (the firmware's configuration as JSON) come through mc/config. A report is a line of JSON in the trace.

import Debug from "debug";
import Instrumentation from "instrumentation";
import config from "mc/config";
import Timer from "timer";
import { Churn } from "../churn.js";

/** A slot of the simulators' 64-bit engine, in bytes. */
const slotSize = 32;

const slots = Instrumentation.map("XS Slot Heap Used");
const chunks = Instrumentation.map("XS Chunk Heap Used");
const churn = new Churn(JSON.parse(config.settings));

Timer.repeat(() => {
	churn.run(Number(config.connections));
	Debug.gc();
	const used = { slots: (Instrumentation.get(slots) ?? 0) / slotSize, chunks: Instrumentation.get(chunks) };
	trace(`${JSON.stringify({ connections: churn.connections, ...used })}\n`);
}, 10);
