// What modules add to the image of a device once they are linked and preloaded: slots, bytecode, keys, strings. Needs the SDK
// and a C compiler for 32 bits, but not ESP-IDF.
//
// Strategy: the SDK's mcconfig and xsl make mc.xs.c, all of a device's flash that XS brings, with a set of modules and
// without; both are compiled for 32 bits, where a slot has the 16 bytes that it has on the device, and the difference of
// their data is what the modules add. Nothing of it is run. In the base are all of the SDK's modules that the manifest
// names, and a main that does nothing.
//
// Limits: native functions of the SDK that the linker keeps because of a module are not counted.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { outputFolder, pretendIDF, skip, tool } from "../test/moddable/sdk.js";
import { pack } from "./pack.js";
import { root } from "./root.js";
import { type Folder, folders, modulesIn } from "./sources.js";

interface Manifest {
	readonly build?: object;
	readonly modules: Readonly<Record<string, string | readonly string[]>>;
	readonly preload: readonly string[];
}

/** What is linked, in terms of a base without it. */
interface Link {
	readonly name: string;
	readonly base: Manifest;
	readonly whole: Manifest;
}

/** Sections of an object file that are flash on a device. */
const isData = (section: string) => section.startsWith(".rodata") || section.startsWith(".data");

/** `value` with paths that begin with ./ made absolute. */
function absolute(value: unknown): unknown {
	if (typeof value === "string") return value.startsWith("./") ? join(root, value) : value;
	if (Array.isArray(value)) return value.map(absolute);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, absolute(inner)]));
}

/** The firmware's manifest with some of its folders alone; of those, without the modules `but`. */
function firmwareWith(chosen: readonly Folder[], but: readonly string[] = []): Manifest {
	const manifest = absolute(JSON.parse(readFileSync(join(root, "manifest.json"), "utf8"))) as Manifest;
	const isOurs = (name: string) => folders.some((folder) => name.startsWith(`${folder}/`));
	const isIn = (name: string) => chosen.some((folder) => name.startsWith(`${folder}/`)) && !but.includes(name);
	const preload = manifest.preload.filter((name) => !isOurs(name) || isIn(name));
	const modules = Object.entries(manifest.modules).flatMap(([name, source]): [string, typeof source][] => {
		if (name === "*") return [[name, (source as readonly string[]).filter((path) => !path.endsWith("/src/main"))]];
		return isOurs(name) ? [] : [[name, source]];
	});
	// One by one, so that what is left out is not there.
	for (const name of preload.filter(isOurs)) modules.push([name, manifest.modules[name] ?? join(root, "src", name)]);
	return { ...manifest, modules: Object.fromEntries(modules), preload };
}

const sdkBase = ["$(MODDABLE)/examples/manifest_base.json", "$(MODULES)/pins/digital/manifest.json"];

/** A peer out of the SDK. */
function peer(name: string, include: readonly string[], specifier: string, path: string): Link {
	const logical = "$(MODULES)/data/logical/*";
	const base = { include: [...sdkBase, ...include], modules: { "*": [logical] }, preload: ["logical"] };
	const whole = { ...base, modules: { ...base.modules, [specifier]: path }, preload: ["logical", specifier] };
	return { name, base, whole };
}

const client = "$(MODDABLE)/examples/io/tcp/websocketclient";

/** What only a client needs. */
const clientRole = ["websocket/client", "websocket/clienthandshake", "http/responsehead"];

/** What of the firmware is there for an MQTT broker alone; a factory reset needs the topics, too. */
const atBroker = [
	...modulesIn(["mqtt"]),
	...clientRole,
	...["home", "broker", "conversation", "topics", "discovery", "formerbroker", "farewell", "websockettransport"].map(
		(name) => `device/${name}`,
	),
];

/** What of the grammar a WebSocket server does not use. */
const heads = "grammar/grammar";

/** Everything that is looked at; a folder upon those that it imports, of which `websocket` has its part of the grammar with it. */
const links = (): readonly Link[] => {
	const none = firmwareWith([]);
	const protocols: readonly Folder[] = ["grammar", "websocket", "http", "mqtt", "json", "dns", "improv"];
	const pure = firmwareWith([...protocols, "switches"]);
	const server = firmwareWith([...protocols, "switches", "server"]);
	const update = firmwareWith([...protocols, "switches", "update", "server"]);
	const device = firmwareWith([...protocols, "switches", "update", "server", "device"]);
	return [
		{ name: "websocket", base: none, whole: firmwareWith(["grammar", "websocket"], [...clientRole, heads]) },
		{
			name: "websocket, beside HTTP",
			base: firmwareWith(["grammar"], [heads]),
			whole: firmwareWith(["grammar", "websocket"], [...clientRole, heads]),
		},
		{
			name: "websocket, without the handshake",
			base: none,
			whole: firmwareWith(["grammar", "websocket"], [heads, "grammar/token", "websocket/handshake", ...clientRole]),
		},
		{
			name: "websocket, what the client role adds",
			base: firmwareWith(["grammar", "websocket", "http"], clientRole),
			whole: firmwareWith(["grammar", "websocket", "http"]),
		},
		{ name: "http", base: firmwareWith(["grammar"], [heads]), whole: firmwareWith(["grammar", "http"], clientRole) },
		{ name: "mqtt", base: none, whole: firmwareWith(["mqtt"]) },
		{ name: "all of MQTT", base: firmwareWith(folders, atBroker), whole: firmwareWith(folders) },
		{ name: "json", base: none, whole: firmwareWith(["json"]) },
		{ name: "dns", base: none, whole: firmwareWith(["dns"]) },
		{ name: "switches", base: firmwareWith(["json"]), whole: firmwareWith(["json", "switches"]) },
		{ name: "server", base: pure, whole: server },
		{ name: "update", base: server, whole: update },
		{ name: "device", base: update, whole: device },
		{ name: "platform", base: device, whole: firmwareWith(folders) },
		peer(
			"peer: network/websocket",
			["$(MODDABLE)/examples/manifest_net.json", "$(MODULES)/crypt/digest/manifest.json"],
			"websocket",
			"$(MODULES)/network/websocket/websocket",
		),
		peer(
			"peer: websocketclient",
			["$(MODDABLE)/modules/io/manifest.json"],
			"embedded:network/websocket/client",
			`${client}/websocketclient`,
		),
	];
};

/** Bytes of the data in mc.xs.c for a manifest. */
async function dataOf(manifest: Manifest, IDF_PATH: string): Promise<number> {
	const output = outputFolder("linked");
	rmSync(output, { recursive: true });
	mkdirSync(output, { recursive: true });
	const main = join(output, "main.js");
	writeFileSync(main, "export default function () {}\n");
	const all = manifest.modules["*"] ?? [];
	const modules = { ...manifest.modules, "*": [...(typeof all === "string" ? [all] : all), join(output, "main")] };
	const path = join(output, "manifest.json");
	writeFileSync(path, JSON.stringify({ ...manifest, build: { NAME: "linked" }, modules }));
	await tool("mcconfig", ["-p", "esp32", "-o", output, path], { IDF_PATH });
	const folder = join(output, "tmp/esp32/release/linked");
	const linked = join(folder, "mc.xs.c");
	// -o: what ESP-IDF would have made of the sdkconfig is taken as given.
	const given = join(folder, "xsProj-esp32/build/config/sdkconfig.h");
	await tool("make", ["-f", join(folder, "makefile"), "-o", given, linked], { IDF_PATH });
	return sectionsOf(linked);
}

async function sectionsOf(source: string): Promise<number> {
	const xs = join(process.env.MODDABLE ?? "", "xs");
	const headers = [
		join(root, "tools/xs"),
		dirname(source),
		...["includes", "sources", "platforms"].map((name) => join(xs, name)),
	];
	const object = source.replace(/\.c$/, ".o");
	const defines = ["-D_GNU_SOURCE", "-DINCLUDE_XSPLATFORM", '-DXSPLATFORM="platform.h"'];
	await tool("gcc", ["-m32", "-c", "-w", ...defines, ...headers.map((path) => `-I${path}`), source, "-o", object]);
	const report = await tool("size", ["-A", object]);
	const sections = [...report.matchAll(/^(\.\S+)\s+(\d+)/gm)].filter(([, name]) => isData(name));
	return sections.reduce((total, [, , bytes]) => total + Number(bytes), 0);
}

/** Whether gcc can compile for 32 bits here. */
async function has32Bits(): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-m32-"));
	const source = join(folder, "a.c");
	writeFileSync(source, "#include <stdlib.h>\nint main(void) { return 0; }\n");
	try {
		await tool("gcc", ["-m32", "-c", source, "-o", join(folder, "a.o")]);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Bytes by what is linked, or in words what is missing. */
export async function linkedSizes(): Promise<ReadonlyMap<string, number> | { missing: string }> {
	if (skip) return { missing: "the Moddable SDK for Linux ($MODDABLE)" };
	if (!existsSync(join(process.env.MODDABLE ?? "", "xs/includes")) || !(await has32Bits()))
		return { missing: "gcc for 32 bits (gcc-multilib)" };
	// The manifest names the pages, packed.
	await pack();
	const IDF_PATH = await pretendIDF();
	const known = new Map<string, Promise<number>>();
	const once = (manifest: Manifest) => {
		const text = JSON.stringify(manifest);
		const data = known.get(text) ?? dataOf(manifest, IDF_PATH);
		known.set(text, data);
		return data;
	};
	try {
		const sizes = new Map<string, number>();
		for (const { name, base, whole } of links()) sizes.set(name, -(await once(base)) + (await once(whole)));
		return sizes;
	} finally {
		rmSync(IDF_PATH, { recursive: true });
	}
}
