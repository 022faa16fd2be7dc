// The firmware's configuration as the desktop reads it: the manifest's, for the plain ESP32 whose pins are simulated
// here, changed by key=value arguments.
//
// Strategy: what mcconfig does for the device: the manifest's `config`, the platform's merged into it, then each
// argument as one more flat key whose value stays a string, so `switches.pins=4,13` becomes the key "switches.pins".
// Where mcconfig takes any key, a desktop user is told about a misspelt one. Judging values is the firmware's work.

import { readFileSync } from "node:fs";
import { UsageError } from "../commandline.js";

export type Config = Readonly<Record<string, unknown>>;
export type Assignment = readonly [key: string, value: string];

interface Manifest {
	config?: Config;
	platforms?: Record<string, { config?: Config }>;
}

/** What the manifest says for a platform; the plain ESP32's pins are the ones that are simulated here. */
export function readManifestConfig(path: string, platform = "esp32"): Config {
	const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
	return merged(manifest.config ?? {}, manifest.platforms?.[platform]?.config ?? {});
}

/** The keys that an argument may set: "port", "switches.pins" … */
export function knownKeys(config: Config): string[] {
	return Object.entries(config).flatMap(([key, value]) =>
		isGroup(value) ? knownKeys(value).map((inner) => `${key}.${inner}`) : [key],
	);
}

/** The configuration with `assignments` added, frozen. Throws UsageError for a key that the manifest does not have. */
export function assigned(config: Config, assignments: readonly Assignment[]): Config {
	const keys = knownKeys(config);
	for (const [key] of assignments)
		if (!keys.includes(key)) throw new UsageError(`unknown key "${key}"; the keys are ${keys.join(", ")}`);
	return deepFreeze({ ...config, ...Object.fromEntries(assignments) });
}

/** A setting inside a group, as the firmware finds it: an argument's "group.key" wins over the manifest's object. */
export function setting(config: Config, group: string, key: string): unknown {
	const object = config[group];
	return config[`${group}.${key}`] ?? (isGroup(object) ? object[key] : undefined);
}

function isGroup(value: unknown): value is Config {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(target: Config, source: Config): Config {
	const result: Record<string, unknown> = { ...target };
	for (const [key, value] of Object.entries(source)) {
		const before = result[key];
		result[key] = isGroup(before) && isGroup(value) ? merged(before, value) : value;
	}
	return result;
}

function deepFreeze<Value>(value: Value): Value {
	if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
	return Object.freeze(value);
}
