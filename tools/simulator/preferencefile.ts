// What the desktop keeps in place of the device's flash: a JSON file, {"domain":{"key":value}}.
//
// Strategy: read once, at the start; each change writes the whole of it to a new file, which is then renamed into place, so
// that there is always a whole one. A file that cannot be read or understood is refused at the start and left as it is:
// it may be somebody's.
// Limit: two programs with one file do not see each other's changes; the last one to write wins.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export type Preference = string | number | boolean;
type Content = Map<string, Map<string, Preference>>;

export class PreferenceFile {
	readonly #path: string;
	#content: Content | undefined;

	/** The file need not exist yet. */
	constructor(path: string) {
		this.#path = path;
	}

	/** Reads the file, unless that has been done. Throws with what is wrong with it. */
	load(): void {
		this.#content ??= parsed(this.#path);
	}

	/** Forgets everything, whatever it is. */
	clear(): void {
		this.#write(new Map());
	}

	get(domain: string, key: string): Preference | undefined {
		return this.#loaded.get(domain)?.get(key);
	}

	/** Throws when the file cannot be written; then nothing has changed. */
	set(domain: string, key: string, value: Preference): void {
		const content = copied(this.#loaded);
		const keys = content.get(domain) ?? new Map<string, Preference>();
		content.set(domain, keys.set(key, value));
		this.#write(content);
	}

	/** As `set`. */
	delete(domain: string, key: string): void {
		const content = copied(this.#loaded);
		if (content.get(domain)?.delete(key)) this.#write(content);
	}

	get #loaded(): Content {
		this.load();
		return this.#content!;
	}

	#write(content: Content): void {
		const object = Object.fromEntries([...content].map(([domain, keys]) => [domain, Object.fromEntries(keys)]));
		const unfinished = `${this.#path}.${process.pid}`;
		mkdirSync(dirname(this.#path), { recursive: true });
		writeFileSync(unfinished, `${JSON.stringify(object, undefined, "\t")}\n`);
		renameSync(unfinished, this.#path);
		this.#content = content;
	}
}

const copied = (content: Content): Content => new Map([...content].map(([domain, keys]) => [domain, new Map(keys)]));

function parsed(path: string): Content {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return new Map();
		throw new Error(`the preferences cannot be read: ${message}`);
	}
	const content = contentOf(text);
	if (content) return content;
	throw new Error(`${path} holds no preferences; correct it, remove it, or choose another with --preferences`);
}

/** Undefined for a text that holds no preferences. */
function contentOf(text: string): Content | undefined {
	try {
		const content: Content = new Map();
		const domains: Record<string, Record<string, Preference>> = JSON.parse(text);
		for (const [domain, keys] of entries(domains)) content.set(domain, new Map(entries(keys)));
		const values = [...content.values()].flatMap((keys) => [...keys.values()]);
		return values.every((value) => typeof value !== "object") ? content : undefined;
	} catch {
		return undefined;
	}
}

/** Throws TypeError for what is no plain object. */
function entries<Value>(value: Record<string, Value>): [string, Value][] {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("no object");
	return Object.entries(value);
}
