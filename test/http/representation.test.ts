import { acceptsGzip, matches, mediaType } from "../../src/http/representation.js";
import { equal, test } from "../harness.js";

test("media types follow the name", () => {
	equal(mediaType("index.html"), "text/html; charset=utf-8");
	equal(mediaType("a.b.js"), "text/javascript; charset=utf-8");
	equal(mediaType("icon.svg"), "image/svg+xml");
	equal(mediaType("unknown"), "application/octet-stream");
});

test("gzip is sent where it is welcome", () => {
	const fields: readonly (readonly [string | undefined, boolean])[] = [
		[undefined, false],
		["", false],
		["gzip", true],
		["GZIP", true],
		["x-gzip", true],
		["deflate, gzip, br", true],
		["br;q=1.0, gzip;q=0.8, *;q=0.1", true],
		["gzip;q=0", false],
		["gzip; q=0.000", false],
		["*", true],
		["*;q=0", false],
		["gzip;q=0, *", false],
		["*;q=0, gzip", true],
		["identity", false],
		["notgzip", false],
	];
	for (const [field, welcome] of fields) equal(acceptsGzip(field), welcome, String(field));
});

test("entity tags are compared weakly", () => {
	const fields: readonly (readonly [string | undefined, boolean])[] = [
		[undefined, false],
		['"abc"', true],
		['W/"abc"', true],
		['"x", "abc"', true],
		["*", true],
		['"ab"', false],
		["abc", false],
	];
	for (const [field, same] of fields) equal(matches(field, '"abc"'), same, String(field));
});
