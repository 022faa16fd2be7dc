import { fieldNamed, readForm } from "../../src/http/form.js";
import { text } from "../fakes/text.js";
import { bytesOf, equal, hex, test } from "../harness.js";

/** As the host's, for what has been checked. */
const utf8 = {
	isUtf8: text.isUtf8,
	decode: (bytes: Uint8Array) => decodeURIComponent(hex(bytes).replace(/../g, "%$&")),
};
const read = (form: string) => readForm(bytesOf(`'${form}'`), utf8);

test("forms as browsers send them", () => {
	equal(read("ssid=Home&password=open+sesame&name="), [
		["ssid", "Home"],
		["password", "open sesame"],
		["name", ""],
	]);
	equal(read("a=%26%3D%2B%25&%C3%A9=%E6%B0%B4%F0%9F%98%80"), [
		["a", "&=+%"],
		["é", "水😀"],
	]);
	equal(read("a=b=c&d&&=e&"), [
		["a", "b=c"],
		["d", ""],
		["", "e"],
	]);
	equal(read(""), []);
});

test("what is no form is none", () => {
	for (const text of [
		"a=%",
		"a=%4",
		"a=%zz",
		"a=%FF",
		"%=a",
		"a=%ED%A0%80",
		"a=%C0%80",
		"a=%F4%90%80%80",
		"a=%4g",
		"a=%-1",
		"a=é",
		"a=\t",
		"a=\n",
	])
		equal(read(text), undefined, text);
	equal(readForm(bytesOf("613d00"), utf8), undefined);
	equal(readForm(bytesOf("613d7f"), utf8), undefined);
});

test("the first field of a name counts", () => {
	equal(
		fieldNamed(
			[
				["a", "1"],
				["a", "2"],
			],
			"a",
		),
		"1",
	);
	equal(fieldNamed([["a", "1"]], "b"), undefined);
});
