// Tables of the report, as they go to the terminal and into README.md, where a check finds out whether they are current.
//
// A cell is exact, and has to be the same whenever it is made from the same sources; or it is measured, and only has to be
// there. So the check needs no measuring and does not fail on another machine.

/** Text that is exact, or a measured one. */
export type Cell = string | { readonly measured: string };

export interface Table {
	/** Of its markers in README.md. */
	readonly name: string;
	readonly head: readonly string[];
	readonly rows: readonly (readonly Cell[])[];
	/** What one has to know to read it, below it. */
	readonly legend?: string;
	/** Below that: when and where it was measured. "" for none. */
	readonly note: string;
}

export const measured = (text: string): Cell => ({ measured: text });

/** A cell whose value has not been measured this time. */
export const notMeasured = measured("–");

/** Whether nothing in it is exact but the names of its rows. */
export const isMeasured = ({ rows }: Table): boolean =>
	rows.every((cells) => cells.slice(1).every((cell) => typeof cell !== "string"));

const textOf = (cell: Cell): string => (typeof cell === "string" ? cell : cell.measured);

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The table in Markdown, and what stands below it. */
export function markdown({ head, rows, legend, note }: Table): string {
	const lines = [line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(textOf)))];
	return [lines.join("\n"), legend, note].filter(Boolean).join("\n\n");
}

/** The table with aligned columns, for the terminal. */
export function aligned({ head, rows, legend, note }: Table): string {
	const all = [head, ...rows.map((row) => row.map(textOf))];
	const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
	const lines = all.map((row) =>
		row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("  "),
	);
	return [...lines, legend, note].filter(Boolean).join("\n");
}

const cellsOf = (text: string): string[] =>
	text
		.slice(1, -1)
		.split("|")
		.map((cell) => cell.trim());

/** Whether a line says when something was measured. */
const isNote = (text: string): boolean => /\d{4}-\d{2}-\d{2}/.test(text);

const rowsOf = (text: string): string[] => text.split("\n").filter((row) => row.startsWith("|"));

/** The table with what has not been measured this time as it was in its Markdown from before. */
export function keeping(table: Table, before: string): Table {
	const former = new Map(rowsOf(before).map((row) => [cellsOf(row)[0], cellsOf(row)]));
	let kept = false;
	const rows = table.rows.map((row) =>
		row.map((cell, i) => {
			const text = former.get(textOf(row[0]))?.[i];
			if (cell !== notMeasured || !text) return cell;
			kept = true;
			return measured(text);
		}),
	);
	const note = before.split("\n").filter((line) => !line.startsWith("|") && isNote(line));
	return { ...table, rows, note: kept ? note.join("\n") : table.note };
}

/** In which ways a table in Markdown is not `table`: sentences, none when it is current. */
export function differences(table: Table, text: string): string[] {
	const found = rowsOf(text);
	const expected = [[...table.head], table.head.map(() => "---"), ...table.rows];
	if (found.length !== expected.length) return [`${table.name}: ${found.length} lines instead of ${expected.length}`];
	const wrong = expected.flatMap((row, i) => {
		const cells = cellsOf(found[i]);
		if (cells.length !== row.length) return [`${table.name}: ${found[i]}: ${row.length} cells are expected`];
		return row.flatMap((cell, column) => {
			const text = cells[column];
			const right = typeof cell === "string" ? text === cell.trim() : text !== "";
			const wanted = typeof cell === "string" ? `"${cell}"` : "something measured";
			return right ? [] : [`${table.name}, ${cells[0]}: "${text}" should be ${wanted}`];
		});
	});
	if (table.legend && !text.includes(table.legend)) wrong.push(`${table.name}: it does not say: ${table.legend}`);
	if (table.note && !isNote(text)) wrong.push(`${table.name}: it does not say when it was measured`);
	return wrong;
}
