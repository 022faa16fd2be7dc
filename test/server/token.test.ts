import { Credentials, credentialsOf } from "../../src/server/token.js";
import { equal, test } from "../harness.js";

const settings = { value: "open-sesame", forViewing: false };
const { none, right, wrong } = Credentials;

test("without a token everybody is right", () => {
	equal(credentialsOf("Bearer x", "x", { value: "", forViewing: true }), right);
});

test("the Authorization field", () => {
	const fields: readonly (readonly [string | undefined, number])[] = [
		[undefined, none],
		["Bearer open-sesame", right],
		["bearer  open-sesame ", right],
		["Bearer open-sesam", wrong],
		["Bearer open-sesameopen-sesame", wrong],
		["Bearer ", wrong],
		["Bearer", wrong],
		["open-sesame", wrong],
		["Basic open-sesame", wrong],
		["", wrong],
	];
	for (const [field, expected] of fields) equal(credentialsOf(field, undefined, settings), expected, String(field));
	equal(credentialsOf("Bearer no", "open-sesame", settings), wrong, "it goes before the cookie");
});

test("the cookie", () => {
	const values: readonly (readonly [string | undefined, number])[] = [
		[undefined, none],
		["open-sesame", right],
		["", wrong],
		["open", wrong],
	];
	for (const [value, expected] of values) equal(credentialsOf(undefined, value, settings), expected, String(value));
});
