// Tables in Markdown files, between markers that say which one: <!-- bench:NAME --> … <!-- /bench:NAME -->, in lines of their own.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.js";
import { differences, isMeasured, keeping, markdown, type Table } from "./table.js";

const markers = (name: string): readonly [string, string] => [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];

/** What stands between the markers of a table, or undefined without them. */
function between(text: string, name: string): { start: number; end: number } | undefined {
	const [open, close] = markers(name);
	const start = text.indexOf(open);
	const end = text.indexOf(close, start);
	return start < 0 || end < 0 ? undefined : { start: start + open.length, end };
}

/** The text with the tables in their places; what they have not measured stays as it is. A table without markers is left out. */
export function insert(text: string, tables: readonly Table[]): string {
	return tables.reduce((all, table) => {
		const place = between(all, table.name);
		if (!place) return all;
		const current = keeping(table, all.slice(place.start, place.end));
		return `${all.slice(0, place.start)}\n\n${markdown(current)}\n\n${all.slice(place.end)}`;
	}, text);
}

/**
 * What is not current in the text: sentences. A table without markers is not looked at, nor is one that is all measured, and
 * has not been yet: nothing stands between its markers.
 */
export function outdated(text: string, tables: readonly Table[]): string[] {
	return tables.flatMap((table) => {
		const place = between(text, table.name);
		const found = place && text.slice(place.start, place.end);
		if (found === undefined || (isMeasured(table) && found.trim() === "")) return [];
		return differences(table, found);
	});
}

/** Writes the tables into the files (paths below the root) that have markers for them. */
export function write(paths: readonly string[], tables: readonly Table[]): void {
	for (const path of paths) {
		const file = join(root, path);
		writeFileSync(file, insert(readFileSync(file, "utf8"), tables));
	}
}
