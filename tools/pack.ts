// html/ → build/pages/, what the board serves: each page file small, and once more as NAME.gz where that is smaller.
//
// Strategy: the script is bundled with its modules into one, which both pages load, so that a browser asks for few files.
// The bytes depend on the sources alone: files in sorted order, and a gzip header with no time and no operating system
// in it (RFC 1952 §2.3); only a different zlib could still compress differently. A file is written only if its content
// changed, so that what depends on it is not built again.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify as shorten } from "terser";

const source = resolve("html");
const target = resolve("build/pages");
const script = "app.js";

/** For `npm run dev`: an open page loads itself again when one of its files has changed. */
const reloader = `const seen={};setInterval(async()=>{for(const file of ["app.js","style.css",location.pathname])try{
const tag=(await fetch(file,{method:"HEAD",cache:"no-store"})).headers.get("etag");
if(seen[file]&&tag!==seen[file])location.reload();seen[file]=tag}catch{}},1000);`;

export interface PackedPage {
	name: string;
	bytes: Uint8Array;
	/** Only where it is smaller than `bytes`. */
	gzip: Uint8Array | undefined;
}

/** Packs all pages, writes them and removes what earlier runs left behind. */
export async function pack(): Promise<PackedPage[]> {
	const files = new Map<string, string | Uint8Array>([[script, await bundle()]]);
	for (const name of readdirSync(source))
		if (![".js", ".md"].includes(extname(name))) files.set(name, await minify(name));
	const pages = [...files].map(([name, content]) => packPage(name, content));
	pages.sort((a, b) => (a.name < b.name ? -1 : 1));
	write(pages);
	return pages;
}

function packPage(name: string, content: string | Uint8Array): PackedPage {
	const bytes = Buffer.from(content);
	const gzip = compress(bytes);
	return { name, bytes, gzip: gzip.length < bytes.length ? gzip : undefined };
}

/** By esbuild; Terser's names are shorter still once gzip has seen them. */
async function bundle(): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [resolve(source, script)],
		bundle: true,
		minify: true,
		footer: { js: process.env.DIPSOCKET_RELOAD ? reloader : "" },
		format: "esm",
		target: "es2022",
		write: false,
		logLevel: "warning",
	});
	const { code = "" } = await shorten(outputFiles[0].text, { module: true, ecma: 2020, compress: { passes: 2 } });
	return code;
}

async function minify(name: string): Promise<string | Uint8Array> {
	const path = resolve(source, name);
	switch (extname(name)) {
		case ".css":
			return (await transform(readFileSync(path, "utf8"), { loader: "css", minify: true })).code;
		case ".html":
			return unquote(strip(readFileSync(path, "utf8")));
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

/** Markup of HTML without the quotes that it can do without. Addresses keep theirs, so that they are easily found. */
const unquote = (markup: string): string => markup.replace(/(?<!href|src)="([\w-]+)"/g, "=$1");

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
