/*
	The samples of the READMEs of src/websocket/, src/http/ and src/mqtt/, taken out of them: as they stand there, in folders beside
	copies of what is to be lifted out.
*/

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const lifted = ["grammar", "http", "mqtt", "websocket"] as const;

/** The code blocks of a README, in their order. */
export const samplesOf = (path: string, language = "ts"): readonly string[] =>
	[...readFileSync(path, "utf8").matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, "gm"))].map(
		([, code]) => `${code}\n`,
	);

const [server = "", client = "", moddable = ""] = samplesOf("src/websocket/README.md");
const [answer = ""] = samplesOf("src/http/README.md");
const [listener = "", sensor = ""] = samplesOf("src/mqtt/README.md");

export const samples = Object.freeze({ server, client, answer, moddable, listener, sensor });

/** A new folder with files, and what is lifted out in its folder `where`. */
export function project(name: string, files: Readonly<Record<string, string>>, where = ""): string {
	const folder = resolve("build/test/samples", name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const part of lifted) cpSync(join("src", part), join(folder, where, part), { recursive: true });
	for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
	return folder;
}

/** Has TypeScript judge a project with these options besides the strictest ones; rejects with what it says. */
export async function judge(folder: string, options: object): Promise<void> {
	const compilerOptions = {
		strict: true,
		noUncheckedIndexedAccess: true,
		exactOptionalPropertyTypes: true,
		noImplicitOverride: true,
		noImplicitReturns: true,
		noPropertyAccessFromIndexSignature: true,
		noUnusedLocals: true,
		noUnusedParameters: true,
		verbatimModuleSyntax: true,
		isolatedModules: true,
		erasableSyntaxOnly: true,
		skipLibCheck: true,
		noEmit: true,
		target: "es2022",
		module: "esnext",
		moduleResolution: "bundler",
		...options,
	};
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
	const compiler = resolve("node_modules/typescript/bin/tsc");
	await promisify(execFile)(process.execPath, [compiler, "-p", folder]).catch(({ stdout }) => {
		throw new Error(stdout);
	});
}
