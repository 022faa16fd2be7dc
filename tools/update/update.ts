// `npm run update -- http://NAME.local FILE.bin [--token TOKEN]`: sends an image to a board over the air, and stays until the
// board runs it, confirmed, or has gone back to its former version. The token may be in DIPSOCKET_TOKEN instead, which keeps it
// out of the list of processes.
//
// Exit status: 0 the new version runs and is confirmed, 1 it does not, 2 the command was wrong.

import { readFileSync } from "node:fs";
import { type Command, runTool, UsageError } from "../commandline.js";
import { readFile } from "./imagefile.js";
import { awaitOutcome } from "./outcome.js";
import { Refusal, sendImage } from "./sender.js";

const options = Object.freeze({ token: { type: "string" } } as const);

const tool = Object.freeze({
	name: "update",
	usage: `usage: npm run update -- http://NAME.local FILE.bin [--token TOKEN]   (or DIPSOCKET_TOKEN in the environment)
Sends an image to a board over the air, and stays until the board runs it, or has gone back to its former version.`,
	options,
	words: "any",
} as const);

function readOrder({ values, words }: Command<typeof options>) {
	const [address, path, ...excess] = words;
	if (!address || !path || excess.length) throw new UsageError("a board and a file are needed");
	const url = urlOf(address);
	const token = values.token ?? process.env.DIPSOCKET_TOKEN ?? "";
	if (!token) throw new UsageError("A board is updated by those who know its token only.");
	return { url, token, path };
}

function urlOf(address: string): URL {
	const text = address.includes("://") ? address : `http://${address}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !["http:", "https:"].includes(url.protocol)) throw new UsageError(`${address} is no http address`);
	return url;
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

await runTool(tool, async (command) => {
	const { url, token, path } = readOrder(command);
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
});
