// The recorded changes as a file for spreadsheets: CSV as RFC 4180 has it, in UTF-8 with a byte order mark, without
// which Excel takes it for something else; one row for each entry, by time.
//
// Strategy: a field is in quotes only where it must be. What a spreadsheet would take for a formula gets an apostrophe in
// front, also behind a semicolon or tab: there a spreadsheet may begin a cell, in spite of the quotes. Times are ISO 8601 in UTC, with milliseconds.

/**
 * @param {readonly import("./record.js").Entry[]} entries
 * @param {readonly string[]} names as they are now
 * @param {number} shift from the entries' times to the computer's, in ms
 * @returns {string}
 */
export function writeCsv(entries, names, shift) {
	const rows = [["time", "event", "switch", "name", "state", "changes"]];
	for (const { at, event, index, on, count } of [...entries].sort((a, b) => a.at - b.at)) {
		const row = [new Date(at + shift).toISOString(), event];
		if (index === undefined) row.push("", "", "", "");
		else row.push(String(index + 1), names[index] ?? "", on ? "On" : "Off", String(count ?? ""));
		rows.push(row);
	}
	return `\ufeff${rows.map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;
}

/** @param {string} text */
function field(text) {
	const safe = text.replace(/(^|[;\t\r\n])(?=[\s"]*[=+\-@＝＋－＠])/g, "$1'");
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
