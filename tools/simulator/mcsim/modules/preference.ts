/*
 * "preference" for the simulator on Linux, in a JSON file, {"domain":{"key":value}}: the SDK's own reads its file when the
 * module is evaluated, which for a preloaded one is in the linker, and tells nobody when it cannot write.
 *
 * A change writes a new file and renames it into place. A file that is no JSON is never overwritten: every call throws.
 * Limits: texts, numbers and booleans; `file.root=/a/folder/` says where it is, /tmp/ unless it does; simulators that run
 * side by side share it, and the last one to write wins.
 */

import { File } from "file";
import config from "mc/config";

type Value = string | number | boolean;
type Content = Record<string, Record<string, Value>>;

const name = "dipsocket-preferences.json";

const pathOf = (file: string): string => `${config["file.root"] ?? config.file.root}${file}`;

function load(): Content {
	const path = pathOf(name);
	if (!File.exists(path)) return {};
	const file = new File(path);
	try {
		return JSON.parse(file.read(String));
	} catch (error) {
		throw new Error(`${path}: ${error}`);
	} finally {
		file.close();
	}
}

function save(content: Content): void {
	const path = pathOf(name);
	const unfinished = `${path}.new`;
	File.delete(unfinished);
	const file = new File(unfinished, true);
	try {
		file.write(JSON.stringify(content));
	} finally {
		file.close();
	}
	if (!File.rename(unfinished, path)) throw new Error(`${path}: not writable`);
}

function get(domain: string, key: string): Value | undefined {
	return load()[domain]?.[key];
}

function set(domain: string, key: string, value: Value): void {
	const content = load();
	content[domain] = { ...content[domain], [key]: value };
	save(content);
}

function remove(domain: string, key: string): void {
	const content = load();
	if (content[domain]?.[key] === undefined) return;
	delete content[domain][key];
	save(content);
}

export default Object.freeze({ get, set, delete: remove });
