import { encodeTarget, parseTarget } from "../../src/http/target.js";
import { equal, test } from "../harness.js";

const targets: readonly (readonly [text: string, parts: readonly [string | undefined, string, string] | undefined])[] =
	[
		["/", [undefined, "/", ""]],
		["/index.html?a=b&c", [undefined, "/index.html", "a=b&c"]],
		["/?", [undefined, "/", ""]],
		["/a%20b%2Fc", [undefined, "/a b/c", ""]],
		["/%C3%A9", [undefined, "/é", ""]],
		["/a?%zz", [undefined, "/a", "%zz"]],
		["http://board.local/x?y", ["board.local", "/x", "y"]],
		["HTTP://10.0.0.1:8080", ["10.0.0.1:8080", "/", ""]],
		["https://board/", ["board", "/", ""]],
		["http://board?y", ["board", "/", "y"]],
		["", undefined],
		["*", [undefined, "*", ""]],
		["*x", undefined],
		["index.html", undefined],
		["board:80", undefined],
		["ftp://board/", undefined],
		["/a#b", undefined],
		["/%", undefined],
		["/%4", undefined],
		["/%zz", undefined],
		["/%C3", undefined],
		["/%00", undefined],
		["/%0d%0a", undefined],
	];

test("request targets", () => {
	for (const [text, parts] of targets) {
		const target = parseTarget(text);
		equal(target && [target.authority, target.path, target.query], parts, text);
	}
});

test("a target as it is asked for again", () => {
	const again: readonly (readonly [text: string, form: string])[] = [
		["/", "/"],
		["/a%20b?c=%20d&e", "/a%20b?c=%20d&e"],
		["/%3Fx%23y%25", "/%3Fx%23y%25"],
		["/%C3%A9", "/%C3%A9"],
		["//evil.example/", "//evil.example/"],
		["*", "/"],
	];
	for (const [text, form] of again) {
		const target = parseTarget(text);
		equal(target && encodeTarget(target), form, text);
	}
});
