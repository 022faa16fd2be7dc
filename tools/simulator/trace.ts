// Moddable's global `trace`: the firmware's lines on standard output, marked and, in a terminal, dimmed.
//
// Strategy: as on the device a call writes its arguments one after another and ends no line by itself; whole lines are
// printed as they become complete.

const DIM = "\x1b[2m";
const PLAIN = "\x1b[22m";

export function installTrace(output: NodeJS.WriteStream): void {
	const [begin, end] = output.isTTY && !process.env.NO_COLOR ? [DIM, PLAIN] : ["", ""];
	let incomplete = "";
	const trace = (...values: readonly (string | number | boolean)[]): void => {
		const lines = (incomplete + values.join("")).split("\n");
		incomplete = lines.pop() ?? "";
		for (const line of lines) output.write(`${begin}device: ${line}${end}\n`);
	};
	Object.assign(globalThis, { trace });
}
