// The Moddable SDK with this project's arguments: `node tools/run.mjs tools/mcconfig.ts <command> [key=value …] [-d]`.
//
//   sim                          builds for the Moddable simulator and opens it, in place of one that runs
//   build <board>                builds the firmware for esp32, esp32c3 or esp32s3, and the file that updates boards with it
//   flash <board>                builds it and writes it to the board at $UPLOAD_PORT, or the first that is found
//
// The page is packed first. key=value overrides "config" in manifest.json; -d makes a debug build and opens xsbug. `build` is
// what git says of the sources, unless it is given, and `updateKey` the public half of the key of `npm run keys`, if there is one.
// What is built goes to build/moddable/, not into the SDK. Limits: nothing is installed, what is missing is named.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { readSettings } from "../src/device/settings.js";
import { project } from "../src/device/updates.js";
import { namesOf } from "../src/server/origin.js";
import { packCertificate } from "./certificate/store.js";
import { runTool, UsageError } from "./commandline.js";
import { describeBuild } from "./describe.js";
import { pack } from "./pack.js";
import { assigned, type Config, readManifestConfig } from "./simulator/config.js";
import { makeFile, publicKeyOf, readKey } from "./update/imagefile.js";

const boards: Readonly<Record<string, string>> = {
	esp32: "esp32",
	esp32c3: "esp32/esp32c3",
	esp32s3: "esp32/esp32s3",
};

const tool = Object.freeze({
	name: "dipsocket",
	usage: `usage: npm run sim -- [key=value …] [-d]           the firmware in the Moddable simulator
       npm run build:BOARD -- [key=value …] [-d]   for a board, with the file that updates boards over the air
       npm run flash:BOARD -- [key=value …] [-d]   and onto it
boards: ${Object.keys(boards).join(", ")}; the keys and their defaults: src/device/SETTINGS.md; -d: a debug build`,
	options: { debug: { type: "boolean", short: "d" } },
	words: "any",
} as const);

const guide =
	"https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/Moddable%20SDK%20-%20Getting%20Started.md";

const output = resolve("build/moddable");

/** The folder of the SDK's tools on this computer. Throws Error when there is none. */
function toolsFolder(): string {
	const sdk = process.env.MODDABLE;
	if (!sdk) throw new Error(`The Moddable SDK is needed, and $MODDABLE does not say where it is: ${guide}`);
	const system = { darwin: "mac", win32: "win" }[process.platform as string] ?? "lin";
	const folder = join(sdk, "build", "bin", system, "release");
	if (!["mcconfig", "mcconfig.exe"].some((name) => existsSync(join(folder, name))))
		throw new Error(`The Moddable SDK at ${sdk} has no mcconfig, its tools are yet to be built: ${guide}`);
	return folder;
}

const plain = "manifest.json";
const withTls = "src/platform/native/tls/manifest.json";

/** Whether these options, or else the manifest, ask for TLS: then the firmware is another. */
function asksForTls(options: readonly string[]): boolean {
	return configOf("esp32", options).tls !== "off";
}

/** Runs mcconfig on this project. Throws Error when it fails, having said why. */
function mcconfig(platform: string, target: string | undefined, options: readonly string[]): void {
	const path = [toolsFolder(), resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
	mkdirSync(output, { recursive: true });
	const destination = ["-m", "-p", platform, "-o", output, ...(target ? ["-t", target] : [])];
	const manifest = asksForTls(options) ? withTls : plain;
	const { status, error } = spawnSync("mcconfig", [...destination, ...options, resolve(manifest)], {
		stdio: "inherit",
		env: { ...process.env, PATH: path },
	});
	if (status !== 0) throw new Error(`mcconfig failed${error ? `: ${error.message}` : ""}`);
}

/** The configuration of a build. Throws UsageError for a key that there is not. */
function configOf(platform: string, options: readonly string[]): Config {
	const assignments = options
		.filter((option) => option.includes("="))
		.map((option) => {
			const sign = option.indexOf("=");
			return [option.slice(0, sign), option.slice(sign + 1)] as const;
		});
	return assigned(readManifestConfig(resolve(plain), platform), assignments);
}

/** Has the firmware judge the configuration and the certificate now and not on the board. Throws UsageError. */
function check(platform: string, options: readonly string[]): void {
	try {
		const settings = readSettings(configOf(platform, options));
		if (settings.tls) packCertificate(namesOf(settings.origins));
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

function platformOf(board: string): string {
	const idf = process.env.IDF_PATH;
	if (!idf || !existsSync(join(idf, "tools", "idf.py")))
		throw new Error(`A board needs ESP-IDF, and $IDF_PATH does not say where it is: see "ESP32" at ${guide}`);
	return boards[board];
}

/** Simulators start from debug builds only; "-dn" is one without xsbug. */
function simulate(options: readonly string[]): void {
	mcconfig("sim", undefined, options.includes("-d") ? options : ["-dn", ...options]);
}

/** A board is given the public half of the key that images are signed with here, unless it is given another. */
function giveKey(options: string[]): void {
	const key = readKey();
	if (key && !options.some((option) => option.startsWith("updateKey="))) options.push(`updateKey=${publicKeyOf(key)}`);
}

/** Makes the file for updates over the air out of what was built, and says where it is. */
function leaveImage(platform: string, options: readonly string[]): void {
	const { board, version, build } = configOf(platform, options);
	const mode = options.includes("-d") ? "debug" : "release";
	const image = readFileSync(join(output, "bin", platform, mode, "dipsocket", "xs_esp32.bin"));
	const key = readKey();
	const description = { project, board: String(board), version: String(version), build: String(build) };
	const file = makeFile(image, description, key);
	const path = resolve("build/update", `dipsocket-${String(board).toLowerCase()}-${version}.bin`);
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, file);
	console.log(
		`${path}: ${file.length} bytes, ${key ? "" : "not "}signed; npm run update -- http://… sends it to a board`,
	);
}

function flash(board: string, options: readonly string[]): void {
	const platform = platformOf(board);
	mcconfig(platform, "build", options);
	mcconfig(platform, "deploy", options);
}

await runTool(tool, async ({ values, words }) => {
	const [command, ...rest] = words;
	const options = rest.filter((word) => word.includes("="));
	const [board = "", ...excess] = rest.filter((word) => !word.includes("="));
	if (values.debug) options.push("-d");
	if (!command || !["sim", "build", "flash"].includes(command)) throw new UsageError("sim, build or flash?");
	if (excess.length || (command === "sim" && board)) throw new UsageError(`"${excess[0] ?? board}" is no key=value`);
	if (command !== "sim" && !Object.hasOwn(boards, board))
		throw new UsageError(board ? `no such board: ${board}` : "which board?");
	check(boards[board] ?? "esp32", options);
	const built = describeBuild();
	if (built && !options.some((option) => option.startsWith("build="))) options.push(`build=${built}`);
	toolsFolder();
	await pack();
	if (command !== "sim") giveKey(options);
	if (command === "sim") simulate(options);
	else if (command === "build") {
		mcconfig(platformOf(board), "build", options);
		leaveImage(platformOf(board), options);
	} else flash(board, options);
});
