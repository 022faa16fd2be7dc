// The figures that are the same whenever they are taken from the same sources: bytecode, computrons, slots, chunks, and what
// fits the heap of a board. Quick, and without the SDK.

import { bytecodeOf, modulesOf } from "../bytecode.js";
import { forOthers } from "../sources.js";
import { type Figures, key, type Result, record } from "./figures.js";
import { firmware } from "./firmware.js";
import { type Engine, large, runXS } from "./xs.js";

/** The subjects that need nothing but this repository. */
export const own = Object.freeze(["codec", "codec on TCP", "platform"]);

/** Not a part of a server's codec. */
const besides: readonly string[] = Object.freeze([
	"websocket/client",
	"websocket/clienthandshake",
	"websocket/handshake",
	...forOthers,
]);

/** The greatest number for which a program ends well, between `least` and `most`; `least` - 1 for none. */
async function greatest(least: number, most: number, fits: (count: number) => Promise<boolean>): Promise<number> {
	let [low, high] = [least - 1, most];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (await fits(middle)) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** Whether a program ends well in the heap of a board. Throws when it fails in another way than for lack of memory. */
async function fits(engine: Engine, program: string, words: readonly string[]): Promise<boolean> {
	try {
		await runXS(engine, program, words);
		return true;
	} catch (error) {
		if (String(error).includes("memory full")) return false;
		throw error;
	}
}

/** The longest message that is received; to 256 bytes. */
async function largest(engine: Engine): Promise<number> {
	const [preload, config] = firmware({ echo: true, maxMessage: 1 << 20 });
	const units = await greatest(0, 400, (units) => fits(engine, "run-largest", [preload, String(256 * units), config]));
	return 256 * units;
}

/** The most clients, up to 256. */
function crowd(engine: Engine): Promise<number> {
	return greatest(1, 256, (count) => {
		const [preload, config] = firmware({ maxClients: 256, maxConnections: 384 });
		return fits(engine, "run-crowd", [preload, String(count), config]);
	});
}

/** What a subject costs: the codec's work. A peer may fail in some of it. */
export function workOf(engine: Engine, subject: string, moddable = ""): Promise<Result[]> {
	return runXS<Result>(engine, "run-codec", ["count", subject, moddable], large);
}

/** What a connection of a subject holds. */
export function memoryOf(engine: Engine, subject: string, moddable = ""): Promise<Result[]> {
	return runXS<Result>(engine, "run-memory", [subject, moddable], large);
}

/** Throws where this codec or this firmware fails: only a peer may. */
function sound(results: Result[]): Result[] {
	for (const { name, failed } of results) if (failed) throw new Error(`${name}: ${failed}`);
	return results;
}

/** Whether a figure is the same on every machine: what has chunks in it is larger where a word has 64 bits. */
export const isPortable = (name: string): boolean =>
	!/\/(bytes|chunks|count)$/.test(name) || /^wire\/|\/bytecode\//.test(name);

/** All of them. */
export async function exactFigures(engine: Engine): Promise<Figures> {
	const figures: Figures = new Map();
	for (const subject of own) record(figures, subject, sound(await workOf(engine, subject)));
	for (const subject of ["codec", "codec on TCP"]) record(figures, subject, sound(await memoryOf(engine, subject)));
	const words = firmware({ maxClients: 32, maxConnections: 64, echo: true });
	record(figures, "firmware", sound(await runXS<Result>(engine, "run-firmware", words, large)));
	for (const scheme of ["mqtt", "ws"]) {
		const words = firmware({ mqtt: `${scheme}://broker.lan` });
		record(figures, scheme, sound(await runXS<Result>(engine, "run-broker", words, large)));
	}
	record(figures, "wire", sound(await runXS<Result>(engine, "run-wire", firmware(), large)));
	figures.set(key("firmware", "largest message", "bytes"), await largest(engine));
	figures.set(key("firmware", "clients", "count"), await crowd(engine));
	const modules = modulesOf("websocket").filter((name) => !besides.includes(name.replace(".ts", "")));
	const sizes = await bytecodeOf(engine.shell, modules);
	figures.set(
		key("codec", "bytecode", "bytes"),
		sizes.reduce((total, size) => total + size, 0),
	);
	return figures;
}
