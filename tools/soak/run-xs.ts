// The soak on the real XS engine, in the shell of tools/xs: arguments are the number of connections between two reports,
// the number of reports (0: for ever), and the configuration as JSON. A report is a line of JSON, see `Sample`.

import { Churn } from "./churn.js";
import type { Sample } from "./growth.js";

declare const print: (line: string) => void;
declare const gc: () => void;
declare const meter: () => Omit<Sample, "connections">;
declare const preloaded: () => void;
declare const scriptArgs: readonly string[];

const [count, reports, config] = scriptArgs;

// What the modules hold is in flash on the device: it does not count against the heap.
preloaded();
const churn = new Churn(JSON.parse(config));
for (let report = 0; reports === "0" || report < Number(reports); report++) {
	churn.run(Number(count));
	gc();
	const { slots, chunks } = meter();
	print(JSON.stringify({ connections: churn.connections, slots, chunks }));
}
