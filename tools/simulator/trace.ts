// Moddable's global `trace`: the firmware's lines on standard output, marked and, in a terminal, dimmed.
//
// Strategy: as on the device a call writes its arguments one after another and ends no line by itself; whole lines are
// printed as they become complete. While they are held back it can turn out which of them the desktop says itself.

const DIM = "\x1b[2m";
const PLAIN = "\x1b[22m";

export interface Trace {
	/** What is kept back. */
	readonly held: readonly string[];
	/** Keeps lines back from now on. */
	hold(): void;
	/** Prints what was kept back, but for the lines of `told`, and from now on each line as it comes. */
	show(...told: readonly string[]): void;
}

export function installTrace(output: NodeJS.WriteStream): Trace {
	const [begin, end] = output.isTTY && !process.env.NO_COLOR ? [DIM, PLAIN] : ["", ""];
	let incomplete = "";
	let held: string[] | undefined;
	const print = (line: string) => output.write(`${begin}device: ${line}${end}\n`);
	const trace = (...values: readonly (string | number | boolean)[]): void => {
		const lines = (incomplete + values.join("")).split("\n");
		incomplete = lines.pop() ?? "";
		for (const line of lines) if (!held?.push(line)) print(line);
	};
	Object.assign(globalThis, { trace });
	return {
		get held() {
			return held ?? [];
		},
		hold() {
			held ??= [];
		},
		show(...told) {
			for (const line of held ?? []) if (!told.includes(line)) print(line);
			held = undefined;
		},
	};
}
