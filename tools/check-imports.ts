// The import law of src/, as a check: which folder may import which, and no file what imports it, directly or not, be it
// only a type. `checkImports` returns the offences as lines.
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
	grammar: { values: ["grammar"], types: [] },
	websocket: { values: ["websocket", "grammar"], types: [] },
	http: { values: ["http", "grammar"], types: [] },
	json: { values: ["json"], types: [] },
	dns: { values: ["dns"], types: [] },
	improv: { values: ["improv"], types: [] },
	mqtt: { values: ["mqtt"], types: [] },
	switches: { values: ["switches", "json"], types: [] },
	update: { values: ["update"], types: [] },
	server: { values: ["server", "websocket", "http", "grammar"], types: [] },
	device: {
		values: ["device", "switches", "update", "websocket", "http", "mqtt", "json", "dns", "improv", "grammar"],
		types: ["server"],
	},
	platform: { values: ["platform", "sdk"], types: ["server", "device", "update"] },
	"": { values: ["platform", "device", "server", "switches", "update", "websocket", "http", "sdk"], types: [] },
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

/** A statement that imports: the file or module that it names, as written, and whether it imports types alone. */
interface Import {
	readonly specifier: string;
	readonly isType: boolean;
}

function importsIn(text: string): Import[] {
	return [...text.matchAll(statement)].map(([, importType, imports, exportType, exports, dynamic]) => ({
		specifier: imports ?? exports ?? dynamic,
		isType: (importType ?? exportType) !== undefined,
	}));
}

/** The path below src/ that `specifier` in `file` means, or undefined for one that is none. */
const targetOf = (file: string, specifier: string): string | undefined =>
	specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : undefined;

/** Offences against the law in the files below `root`, one line each. */
export function checkImports(root: string): string[] {
	const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
	const texts = new Map(files.sort().map((file) => [file, readFileSync(join(root, file), "utf8")]));
	return [...[...texts].flatMap(([file, text]) => offences(file, text)), ...circles(texts)];
}

/** Offences of one file (a path below src/) with this text. */
export function offences(file: string, text: string): string[] {
	const folder = folderOf(file);
	const allowed = law[folder];
	if (!allowed) return [`src/${file}: the import law knows no folder ${folder}`];
	return importsIn(text).flatMap(({ specifier, isType }) => {
		const target = targetOf(file, specifier);
		const imported = target ? folderOf(target) : "sdk";
		if (imported === "") return [`src/${file}: imports ${specifier}; nothing imports src/ itself`];
		if (allowed.values.includes(imported) || (isType && allowed.types.includes(imported))) return [];
		return [`src/${file}: imports ${specifier}, which is not for ${folder || "src"}/`];
	});
}

/** Circles among files (paths below src/ with their texts), each once, as a line that goes round. */
export function circles(texts: ReadonlyMap<string, string>): string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]): void => {
		const start = path.indexOf(file);
		if (start >= 0) found.push(`src/${[...path.slice(start), file].join(" imports ")}`);
		if (start >= 0 || done.has(file)) return;
		for (const { specifier } of importsIn(texts.get(file) ?? "")) {
			const target = targetOf(file, specifier)?.replace(/\.js$/, ".ts");
			if (target) visit(target, [...path, file]);
		}
		done.add(file);
	};
	for (const file of texts.keys()) visit(file, []);
	return found;
}
