// The command lines of all tools, in one way: `--help` and `-h` print the usage, exit status 0; a mistake of the person at the
// keyboard is told in a sentence, with the usage behind it, exit status 2; whatever else fails is told in a line, exit status 1.
//
// Strategy: node:util reads the options, and says what is wrong with them. Help wins over everything else that is given. `npm
// start` has options of its own, since it also takes key=value (simulator/options.ts).

import { type ParseArgsConfig, parseArgs } from "node:util";

/** A mistake of the person at the command line, as a sentence. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

export interface Tool<Given extends Options> {
	/** What it is called, in front of what it has to say. */
	readonly name: string;
	/** How it is called, in a line or several. */
	readonly usage: string;
	/** As in node:util; none if left out. */
	readonly options?: Given;
	/** The words that may be given, or whether any may; none if left out. */
	readonly words?: readonly string[] | "any";
}

export type Values<Given extends Options> = ReturnType<
	typeof parseArgs<{ options: Given; allowPositionals: true }>
>["values"];

export interface Command<Given extends Options> {
	readonly values: Values<Given>;
	readonly words: readonly string[];
}

/** What is given, or undefined for help. Throws UsageError. */
export function readCommand<const Given extends Options>(
	{ options, words = [] }: Tool<Given>,
	given: readonly string[],
): Command<Given> | undefined {
	if (given.includes("--help") || given.includes("-h")) return undefined;
	const { values, positionals } = parsed(given, options ?? ({} as Given));
	if (words !== "any")
		for (const word of positionals)
			if (!words.includes(word))
				throw new UsageError(`there is no "${word}"${words.length ? `; there is ${words.join(", ")}` : ""}`);
	return { values, words: positionals };
}

function parsed<const Given extends Options>(given: readonly string[], options: Given) {
	try {
		return parseArgs({ args: [...given], options, allowPositionals: true });
	} catch (error) {
		// Its advice on words that begin with a hyphen is for programs that take some.
		const [sentence = ""] = (error as Error).message.split(". To specify");
		throw new UsageError(sentence);
	}
}

/** A whole number from `least` to `most`; undefined if it is not given. Throws UsageError. */
export function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text) || Number(text) < least || Number(text) > most)
		throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`);
	return Number(text);
}

/** Runs a tool, and sets the exit status. */
export async function runTool<const Given extends Options>(
	tool: Tool<Given>,
	run: (command: Command<Given>) => void | Promise<void>,
): Promise<void> {
	const usage = `${tool.usage.trimEnd()}\n`;
	try {
		const command = readCommand(tool, process.argv.slice(2));
		if (command) await run(command);
		else process.stdout.write(usage);
	} catch (error) {
		const { message, code } = error as NodeJS.ErrnoException;
		console.error(`${tool.name}: ${message || code || error}`);
		process.exitCode = 1;
		if (!(error instanceof UsageError)) return;
		process.stderr.write(usage);
		process.exitCode = 2;
	}
}
