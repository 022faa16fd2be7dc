// The command line and the configuration it makes.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { UsageError } from "../../tools/commandline.js";
import { type Assignment, assigned, knownKeys, readManifestConfig } from "../../tools/simulator/config.js";
import { HELP, parseOptions } from "../../tools/simulator/options.js";

const config = Object.freeze({
	port: 80,
	name: "dipsocket",
	echo: false,
	switches: { pins: [4, 13], activeLow: true },
});

function usage(message: RegExp) {
	return (error: unknown) => error instanceof UsageError && message.test(error.message);
}

function manifest(context: TestContext, content: object): string {
	const folder = mkdtempSync(join(tmpdir(), "dipsocket-"));
	context.after(() => rmSync(folder, { recursive: true }));
	const path = join(folder, "manifest.json");
	writeFileSync(path, JSON.stringify(content));
	return path;
}

test("the manifest's config is merged with the plain ESP32's", (context) => {
	const path = manifest(context, {
		config: { port: 80, switches: { activeLow: true } },
		platforms: {
			esp32: { config: { switches: { pins: [4] }, extra: 1 } },
			"esp32/esp32c3": { config: { switches: { pins: [0] } } },
		},
	});
	assert.deepEqual(readManifestConfig(path), { port: 80, switches: { activeLow: true, pins: [4] }, extra: 1 });
});

test("the firmware's version is the package's, and every board says what it is", () => {
	const { version } = JSON.parse(readFileSync("package.json", "utf8"));
	const { config, platforms } = JSON.parse(readFileSync("manifest.json", "utf8"));
	assert.deepEqual([config.version, config.build], [version, ""]);
	const boards = Object.keys(platforms).filter((platform) => platforms[platform].config);
	assert.deepEqual(
		boards.map((platform) => `${platform} ${platforms[platform].config.board}`),
		[
			"esp32 ESP32",
			"esp32/esp32c3 ESP32-C3",
			"esp32/esp32s3 ESP32-S3",
			"mac simulator",
			"lin simulator",
			"win simulator",
		],
	);
});

test("a manifest without a config is an empty one", (context) => {
	assert.deepEqual(readManifestConfig(manifest(context, {})), {});
});

test("key=value arguments become flat keys whose values stay strings", () => {
	const result = assigned(config, [
		["port", "8080"],
		["switches.pins", "5,6"],
		["name", "a=b"],
	]);
	assert.deepEqual(result, { ...config, port: "8080", "switches.pins": "5,6", name: "a=b" });
});

test("the configuration is frozen to its depth, as on the device", () => {
	const result = assigned({ switches: { pins: [4] } }, []) as { switches: { pins: number[] } };
	assert.throws(() => result.switches.pins.push(1), TypeError);
	assert.throws(() => Object.assign(result, { port: 1 }), TypeError);
});

test("a key that the manifest does not have is refused, and the known ones are listed", () => {
	assert.deepEqual(knownKeys(config), ["port", "name", "echo", "switches.pins", "switches.activeLow"]);
	for (const key of ["prot", "switches", "switches.pin", "Port", "__proto__", "toString"])
		assert.throws(
			() => assigned(config, [[key, "1"]]),
			usage(/unknown key ".*"; the keys are port, name, echo, switch/),
		);
});

test("without arguments the desktop's own ports are used, on the loopback address", () => {
	assert.deepEqual(parseOptions([]), {
		address: "127.0.0.1",
		boardPort: 8081,
		show: undefined,
		preferences: undefined,
		isNew: false,
		setUpPort: 8082,
		serialPort: undefined,
		assignments: [["port", "8080"]],
	});
});

test("help and version have a short form, too", () => {
	const shown = [["-h"], ["--help"], ["-v"], ["--version"]].map((words) => parseOptions(words).show);
	assert.deepEqual(shown, ["help", "help", "version", "version"]);
});

test("options that npm has taken for its own are explained", () => {
	assert.throws(() => parseOptions(["8079"]), /options come after a --, as in npm start -- --port 8079$/);
});

test("options and assignments, in their order", () => {
	const words = ["--port", "9000", "name=x", "--board-port=0", "--host", "::1", "--echo", "settle=", "--help"];
	const options = parseOptions(words);
	assert.equal(options.address, "::1");
	assert.equal(options.boardPort, 0);
	assert.equal(options.show, "help");
	const expected: Assignment[] = [
		["port", "8080"],
		["port", "9000"],
		["name", "x"],
		["echo", "true"],
		["settle", ""],
	];
	assert.deepEqual(options.assignments, expected);
});

test("the file for the preferences", () => {
	assert.equal(parseOptions(["--preferences", "a/b.json"]).preferences, "a/b.json");
	assert.equal(parseOptions(["--preferences=c=d.json", "port=1"]).preferences, "c=d.json");
	for (const words of [["--preferences"], ["--preferences="]])
		assert.throws(() => parseOptions(words), usage(/--preferences needs the path of a file/));
});

test("the last of several values counts", () => {
	assert.equal(assigned(config, parseOptions(["--port", "1", "port=2"]).assignments).port, "2");
	assert.equal(assigned(config, parseOptions(["port=2", "--port", "1"]).assignments).port, "1");
});

test("what is neither an option nor key=value is refused", () => {
	for (const word of ["--prot", "-p", "-", "--", "--help=1", "--echo=1"])
		assert.throws(() => parseOptions([word]), usage(/unknown option/), word);
	for (const word of ["port", "=8080", ""])
		assert.throws(() => parseOptions([word]), usage(/not of the form key=value/));
});

test("ports and addresses of options are checked", () => {
	for (const value of ["", "x", "-1", "65536", "1.5", " 1", "0x10", "100000"])
		for (const option of ["--port", "--board-port"])
			assert.throws(() => parseOptions([option, value]), usage(/needs a port number from 0 to 65535/));
	assert.throws(() => parseOptions(["--port"]), usage(/--port needs a port number/));
	for (const words of [["--host"], ["--host", "localhost"], ["--host", "1.2.3"]])
		assert.throws(() => parseOptions(words), usage(/--host needs an IP address/));
});

test("the help names every option, and the keys", () => {
	for (const option of ["1–8", "  q,", "--port", "--board-port", "--host", "--echo", "--preferences", "--help"])
		assert.ok(HELP.includes(option));
});
