// `npm run update -- http://NAME.local FILE.bin [--token TOKEN]`: sends an image to a board over the air, and stays until the
// board runs it, confirmed, or has gone back to its former version. The token may be in DIPSOCKET_TOKEN instead, which keeps it
// out of the list of processes.
//
// Exit status: 0 the new version runs and is confirmed, 1 it does not, 2 the command was wrong.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readFile } from "./imagefile.js";
import { awaitOutcome } from "./outcome.js";
import { Refusal, sendImage } from "./sender.js";

const usage = "npm run update -- http://NAME.local FILE.bin [--token TOKEN]   (or DIPSOCKET_TOKEN in the environment)";

class UsageError extends Error {}

function readCommand(words: string[]) {
	const { values, positionals } = parseArgs({
		args: words,
		options: { token: { type: "string" } },
		allowPositionals: true,
	});
	const [address, path, ...excess] = positionals;
	if (!address || !path || excess.length) throw new UsageError(usage);
	const url = new URL(address.includes("://") ? address : `http://${address}`);
	if (!["http:", "https:"].includes(url.protocol)) throw new UsageError(`${address} is no http address\n${usage}`);
	const token = values.token ?? process.env.DIPSOCKET_TOKEN ?? "";
	if (!token) throw new UsageError(`A board is updated by those who know its token only.\n${usage}`);
	return { url, token, path };
}

/** One line that is drawn over and over in a terminal, and else every tenth. */
function progress(): (done: number, size: number) => void {
	const { isTTY } = process.stdout;
	let last = -1;
	return (done, size) => {
		const percent = Math.floor((100 * done) / size);
		if (percent === last || (!isTTY && percent % 10)) return;
		last = percent;
		const bar = "█".repeat(Math.floor(percent / 4)).padEnd(25, "·");
		process.stdout.write(isTTY ? `\r${bar} ${percent} % ` : `${percent} %\n`);
		if (isTTY && done === size) process.stdout.write("\n");
	};
}

async function main(words: string[]): Promise<void> {
	const { url, token, path } = readCommand(words);
	const file = readFileSync(path);
	const { version, build, board, size, signature } = readFile(file);
	console.log(
		`${path}: version ${version}${build && ` (${build})`} for ${board}, ${size} bytes, ${signature ? "" : "not "}signed`,
	);
	const start = performance.now();
	const note = (line: string) => console.log(line);
	await sendImage({ url, token, file, note, progress: progress() });
	const seconds = (performance.now() - start) / 1000;
	console.log(`sent in ${seconds.toFixed(1)} s; the board restarts …`);
	const outcome = await awaitOutcome({ url, token, note });
	if (outcome.failed) throw new Refusal(outcome.note);
	console.log(outcome.note);
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	const { message, code } = error as NodeJS.ErrnoException;
	console.error(`update: ${message || code}`);
	process.exitCode =
		error instanceof UsageError || code?.startsWith("ERR_PARSE_ARGS") || code === "ERR_INVALID_URL" ? 2 : 1;
}
