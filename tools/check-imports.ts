// The import law of src/, as a check: which folder may import which. `checkImports` returns the offences as lines.
//
// Strategy: import, export-from and dynamic import statements are found in the text; the formatter keeps them regular.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";

/** What a folder of src/ may import: values from these folders, types from those. "sdk" is any bare specifier. */
interface Law {
	readonly values: readonly string[];
	readonly types: readonly string[];
}

const law: Readonly<Record<string, Law>> = Object.freeze({
	websocket: { values: ["websocket"], types: [] },
	http: { values: ["http"], types: [] },
	switches: { values: ["switches"], types: [] },
	server: { values: ["server", "websocket", "http", "switches"], types: [] },
	platform: { values: ["platform", "sdk"], types: ["server"] },
	"": { values: ["platform", "server", "websocket", "http", "switches", "sdk"], types: [] },
});

const statement = new RegExp(
	[
		// import "x"; import type { a } from "x"; import a, { b } from "x"; import * as a from "x"
		/^\s*import\s+(type\s)?(?:[\w$\s{},*]+?\sfrom\s+)?["']([^"']+)["']/,
		// export { a } from "x"; export type { a } from "x"; export * from "x"
		/^\s*export\s+(type\s)?(?:\*|\{[^}]*\})[\w\s]*?from\s+["']([^"']+)["']/,
		// import("x")
		/\bimport\s*\(\s*["']([^"']+)["']/,
	]
		.map((pattern) => pattern.source)
		.join("|"),
	"gm",
);

/** The folder of src/ that a file is in: "" for src/ itself. */
const folderOf = (file: string): string => (dirname(file) === "." ? "" : file.split(sep)[0]);

/** Offences against the law in the files below `root`, one line each. */
export function checkImports(root: string): string[] {
	const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
	return files.sort().flatMap((file) => offences(file, readFileSync(join(root, file), "utf8")));
}

/** Offences of one file (a path below src/) with this text. */
export function offences(file: string, text: string): string[] {
	const folder = folderOf(file);
	const allowed = law[folder];
	if (!allowed) return [`src/${file}: the import law knows no folder ${folder}`];
	return [...text.matchAll(statement)].flatMap(([, importType, imports, exportType, exports, dynamic]) => {
		const type = importType ?? exportType;
		const specifier = imports ?? exports ?? dynamic;
		const target = specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : "";
		const imported = target ? folderOf(target) : "sdk";
		if (imported === "") return [`src/${file}: imports ${specifier}; nothing imports src/ itself`];
		if (allowed.values.includes(imported) || (type && allowed.types.includes(imported))) return [];
		return [`src/${file}: imports ${specifier}, which is not for ${folder || "src"}/`];
	});
}
