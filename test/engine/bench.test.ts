/*
	The benches on XS: what is said to be exact is the same in every run, for both word sizes and in every folder, and what does
	not decode is found out. The SDK's native code in the shell keeps its contract.
*/

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { compile, compiled, modules, program } from "../../tools/bench/compile.js";
import { exactFigures, isPortable, memoryOf, workOf } from "../../tools/bench/exact.js";
import { firmware } from "../../tools/bench/firmware.js";
import { type Engine, findEngine, large } from "../../tools/bench/xs.js";
import { buildXS } from "../../tools/xs/build.js";

const found = await findEngine();
const skip = "missing" in found && !process.env.CI ? `missing ${found.missing}` : false;
const engine = found as Engine;
if (!skip) await compile();

test("exact figures are the same for 32 and for 64 bits", { skip }, async (context) => {
	const wide = await buildXS();
	assert.ok("shell" in wide);
	const figures = await exactFigures({ ...engine, shell: wide.shell, wordSize: 64 });
	const others = await exactFigures(engine);
	const portable = [...others].filter(([name]) => isPortable(name));
	assert.ok(portable.length > 50);
	for (const [name, value] of portable) assert.equal(figures.get(name), value, name);
	context.diagnostic(`${engine.wordSize} and 64 bits: ${portable.length} figures`);
});

test("what the firmware holds does not depend on the folder it lies in", { skip }, async () => {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "dipsocket-xs-")));
	const elsewhere = join(folder, "a long name, ".repeat(10));
	const words = [
		...large,
		"--modules",
		modules,
		program("run-firmware"),
		...firmware({ echo: true, maxClients: 32, maxConnections: 64 }),
	];
	const moved = words.map((word) => word.replaceAll(compiled(""), elsewhere));
	try {
		cpSync(compiled(""), elsewhere, { recursive: true });
		const [here, there] = await Promise.all([words, moved].map((all) => promisify(execFile)(engine.shell, all)));
		assert.match(here.stdout, /"boot","slots":\d/);
		assert.equal(there.stdout, here.stdout);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a peer that is not there is an error, not a figure", { skip }, async () => {
	await assert.rejects(workOf(engine, "websocketclient", "/nowhere"), /not found/);
});

test("what does not decode is found out", { skip }, async () => {
	const results = await memoryOf(engine, "platform");
	for (const { failed } of results) assert.match(String(failed), /not understood/);
});

const contract = `
const log = [];
const tcp = new TCP({
	onReadable(count) { log.push("readable " + count + " " + new Uint8Array(this.read(count))); },
	onWritable(count) { log.push("writable " + count); },
	onError() { log.push("error"); },
});
const attempt = (action) => { try { log.push(String(action())); } catch (error) { log.push(error.message); } };
attempt(() => tcp.write(Uint8Array.of(1)));
TCP.drain(tcp, 3);
TCP.arrive(tcp, Uint8Array.of(5, 6));
attempt(() => tcp.write(Uint8Array.of(1, 2)));
attempt(() => tcp.write(Uint8Array.of(1, 2)));
attempt(() => TCP.sent(tcp));
attempt(() => tcp.read(1));
const heir = new TCP({ from: tcp, target: log });
attempt(() => TCP.newest() === heir && heir.target === log);
attempt(() => tcp.write(Uint8Array.of(1)));
attempt(() => heir.write(Uint8Array.of(9)));
attempt(() => new Uint8Array(TCP.take(heir)));
heir.close();
heir.close();
attempt(() => heir.read());
const bytes = Uint8Array.of(1, 2, 3, 4, 5);
xor(bytes, Uint8Array.of(1, 0, 0, 0xf0));
log.push(String(bytes));
attempt(() => new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.of(0xc0, 0x80)));
attempt(() => new TextDecoder().decode(new TextEncoder().encode("é€")));
print(log.join("\\n"));
`;

const expected = [
	"would block",
	"writable 3",
	"readable 2 5,6",
	"1",
	"would block",
	"2",
	"undefined",
	"true",
	"closed",
	"0",
	"9",
	"closed",
	"0,2,3,244,4",
	"invalid utf-8",
	"é€",
];

test("the shell's native modules keep the SDK's contract", { skip }, async () => {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-xs-"));
	try {
		const script = join(folder, "contract.js");
		writeFileSync(script, contract);
		const { stdout } = await promisify(execFile)(engine.shell, [script]);
		assert.deepEqual(stdout.trim().split("\n"), expected);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
