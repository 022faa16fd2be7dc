// Makes the firmware's modules on Node what they are on the board: frozen, since what is preloaded lies in flash. There an
// assignment to a property that the prototype has, such as to a callback with a default, throws "read only".
//
// Strategy: esbuild gets each module of src/ with a line at its end that freezes what is declared at its top level, and
// what hangs on that. Only main.ts is not preloaded.

import { readFileSync } from "node:fs";
import { basename } from "node:path";

const declared = /^(?:export )?(?:abstract )?(?:class|const) (\w+)/gm;

/** Freezes a value with all that it owns. Views of bytes cannot be frozen. */
const freeze = `((values) => {
	const seen = new Set();
	const freeze = (value) => {
		if (Object(value) !== value || ArrayBuffer.isView(value) || value instanceof Promise || seen.has(value)) return;
		seen.add(value);
		Object.freeze(value);
		for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) freeze(inner);
	};
	values.forEach(freeze);
})`;

export const frozen = {
	name: "frozen",
	setup(bundler) {
		bundler.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
			if (basename(path) === "main.ts") return undefined;
			const source = readFileSync(path, "utf8");
			const names = [...source.matchAll(declared)].map(([, name]) => name);
			return { contents: `${source}\n${freeze}([${names}]);\n`, loader: "ts" };
		});
	},
};
