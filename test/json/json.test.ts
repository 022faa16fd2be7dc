import { type Members, readObject, type Value } from "../../src/json/json.js";
import { text } from "../fakes/text.js";
import { equal, Random, test } from "../harness.js";

const read = (json: string): Members | undefined => readObject(text.encode(json), text.decode);

const told = (value: Value): string =>
	typeof value === "object"
		? `{${value.map(([key, inner]) => `${key}:${told(inner)}`).join()}}`
		: value === undefined
			? "?"
			: `"${value}"`;

test("objects of strings, and of objects of strings", () => {
	const objects: readonly (readonly [json: string, members: string])[] = [
		["{}", "{}"],
		[" {\t}\r\n", "{}"],
		['{"a":"b"}', '{a:"b"}'],
		['{ "a" : "b" , "c":{"d":"e","f":""} }', '{a:"b",c:{d:"e",f:""}}'],
		['{"a":"1","a":"2","__proto__":"3"}', '{a:"1",a:"2",__proto__:"3"}'],
		['{"a\\"\\\\":"\\u0041\\n\\ud83d\\ude00"}', '{a"\\:"A\n😀"}'],
		['{"a":"\\ud83d","b":"{[,:]}"}', '{a:"\ud83d",b:"{[,:]}"}'],
		['{"a":1,"b":true,"c":null,"d":-1.5e3,"e":"x"}', '{a:?,b:?,c:?,d:?,e:"x"}'],
		['{"a":[1,{"b":["]"]}],"c":"d"}', '{a:?,c:"d"}'],
		['{"a":{"b":{"c":"d"},"e":[]},"f":{}}', "{a:{b:?,e:?},f:{}}"],
	];
	for (const [json, members] of objects) equal(told(read(json)), members, json);
});

test("what is no object is none", () => {
	const others = [
		...'[] 1 null true a " { } {" {"a {"a" {"a": {"a":} {"a":"b {"a":"b" {"a":1 {"a":[ {"a":{'.split(" "),
		...'{a:1} {\'a\':1} {"a" 1} {"a":1,} {,} {"a":1;} {"a":tru} {"a":01} {"a":+1} {"a":} {}{} {}x'.split(" "),
		...'{"a":"\\x"} {"a":"\\u12"} {"a\\":1} {"a":nulll} {"a":[}'.split(" "),
		"",
		" ",
		'{"a":"\n"}',
		'{"a":1 1}',
		'{"a":"b" "c"}',
		"\u00a0{}",
	];
	for (const json of others) equal(read(json), undefined, json);
});

test("brackets without end need no stack, and keys without end no memory that stays", () => {
	for (const opening of ["[", '{"a":', '{"a":[', "{", '[{"']) {
		const deep = opening.repeat(1000 / opening.length);
		equal(read(deep), undefined);
		equal(read(`{"a":${deep}`), undefined);
	}
	equal(told(read(`{"a":${"[".repeat(500)}${"]".repeat(500)},"b":"c"}`)), '{a:?,b:"c"}');
	// On XS a name is kept for good once it has been a key.
	for (let i = 0; i < 20_000; i++) equal(read(`{"k${i}":{"l${i}":"m"}}`)?.length, 1);
});

/** A random piece of JSON, and what is to be read of it. */
function draw(random: Random, level: number): [json: string, told: string] {
	const kind = random.below(level > 3 ? 3 : 5);
	if (kind === 0) {
		const word = ["", "a", "b\\u0063", 'x\\"y', "{", "],"][random.below(6)];
		return [`"${word}"`, `"${JSON.parse(`"${word}"`)}"`];
	}
	if (kind < 3) return [["1", "true", "null", "-0.5", "[]"][random.below(5)], "?"];
	const items = Array.from({ length: random.below(4) }, () => draw(random, level + 1));
	if (kind === 3) return [`[${items.map(([json]) => json).join()}]`, "?"];
	const members = items.map(([json], i) => `"k${i}" : ${json}`).join(", ");
	return [`{${members}}`, level < 2 ? `{${items.map(([, inner], i) => `k${i}:${inner}`).join()}}` : "?"];
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

test("as JSON.parse, of whatever is sent", () => {
	const seed = 20_261_122;
	const random = new Random(seed);
	for (let round = 0; round < 400; round++) {
		const [json, expected] = draw(random, 0);
		const at = `seed ${seed}, round ${round}: ${json}`;
		equal(read(json) === undefined ? "?" : told(read(json)), isObject(JSON.parse(json)) ? expected : "?", at);
		// Cut anywhere it is no object.
		const cut = json.slice(0, random.below(json.length));
		equal(read(cut), undefined, `${at} cut to ${cut}`);
	}
});
