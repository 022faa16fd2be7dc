// html/ → build/pages/, what the board serves: each page file small, and once more as NAME.gz where that is smaller.
//
// Strategy: app.js is bundled with its modules into one script, so a browser asks for four files and not for all of them.
// The bytes depend on the sources alone: files in sorted order, and a gzip header with no time and no operating system
// in it (RFC 1952 §2.3); only a different zlib could still compress differently. A file is written only if its content
// changed, so that what depends on it is not built again.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const source = resolve("html");
const target = resolve("build/pages");
const script = "app.js";

export interface PackedPage {
	name: string;
	bytes: Uint8Array;
	/** Only where it is smaller than `bytes`. */
	gzip: Uint8Array | undefined;
}

/** Packs all pages, writes them and removes what earlier runs left behind. */
export async function pack(): Promise<PackedPage[]> {
	const names = readdirSync(source).filter((name) => extname(name) !== ".js" || name === script);
	const pages = await Promise.all(names.sort().map(packPage));
	write(pages);
	return pages;
}

async function packPage(name: string): Promise<PackedPage> {
	const bytes = Buffer.from(await minify(name));
	const gzip = compress(bytes);
	return { name, bytes, gzip: gzip.length < bytes.length ? gzip : undefined };
}

async function minify(name: string): Promise<string | Uint8Array> {
	const path = resolve(source, name);
	switch (extname(name)) {
		case ".js": {
			const options = { bundle: true, minify: true, format: "esm", target: "es2022", write: false } as const;
			const { outputFiles } = await build({ entryPoints: [path], logLevel: "warning", ...options });
			return outputFiles[0].contents;
		}
		case ".css":
			return (await transform(readFileSync(path, "utf8"), { loader: "css", minify: true })).code;
		case ".html":
		case ".svg":
			return strip(readFileSync(path, "utf8"));
		default:
			return readFileSync(path);
	}
}

/** Markup without comments, indentation and empty lines. Line ends stay, as white space between words. */
function strip(markup: string): string {
	const lines = markup.replace(/<!--[\s\S]*?-->/g, "").split("\n");
	return lines
		.map((line) => line.trim())
		.filter((line) => line !== "")
		.join("\n");
}

function compress(bytes: Uint8Array): Uint8Array {
	const gzip = gzipSync(bytes, { level: 9 });
	gzip.fill(0, 4, 8); // MTIME: not available
	gzip[9] = 255; // OS: unknown
	return gzip;
}

function write(pages: PackedPage[]): void {
	const files = new Map<string, Uint8Array>();
	for (const { name, bytes, gzip } of pages) {
		files.set(name, bytes);
		if (gzip) files.set(`${name}.gz`, gzip);
	}
	mkdirSync(target, { recursive: true });
	const present = new Set(readdirSync(target));
	for (const name of present) if (!files.has(name)) rmSync(resolve(target, name), { recursive: true });
	for (const [name, bytes] of files) {
		const path = resolve(target, name);
		if (!present.has(name) || !readFileSync(path).equals(bytes)) writeFileSync(path, bytes);
	}
}
