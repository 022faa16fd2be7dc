import { Field, headLength, isOlder, parseHead, refusalOf } from "../../src/update/image.js";
import { equal, test } from "../harness.js";
import { type Described, headOf, here, makeFile, makeImage } from "./images.js";

const image = makeImage(600, 7);
const head = headOf(makeFile(image));

/** What is said of a head with some of its bytes set. */
function said(...changes: readonly (readonly [at: number, byte: number])[]): unknown {
	const changed = head.slice();
	for (const [at, byte] of changes) changed[at] = byte;
	return parseHead(changed);
}

test("a head says what it is an image of", () => {
	const parsed = parseHead(head);
	if (typeof parsed === "string") throw new Error(parsed);
	const { chip, size, project, board, version, build, signature } = parsed;
	equal([chip, size, project, board, version, build], [0, 600, "dipsocket", "ESP32", "0.2.0", "b2"]);
	equal(signature, undefined);
	equal(parsed.digest, head.slice(Field.digest, Field.signature));
	equal(refusalOf(parsed, here), undefined);
});

test("texts may fill their fields", () => {
	const board = "B".repeat(32);
	const parsed = parseHead(headOf(makeFile(image, { board, project: "p".repeat(16), build: "" })));
	if (typeof parsed === "string") throw new Error(parsed);
	equal([parsed.board, parsed.project, parsed.build], [board, "p".repeat(16), ""]);
});

test("what is no head is told apart from a damaged one, and one of later kind", () => {
	const noImage = "This is no image for a board: choose the .bin file that the build has left.";
	const damaged = "The image is damaged in its first bytes.";
	equal(parseHead(new Uint8Array(0)), noImage);
	equal(parseHead(head.slice(1)), noImage);
	equal(parseHead(head.slice(0, -1)), noImage);
	equal(parseHead(image.slice(0, headLength)), noImage, "ESP-IDF's own file");
	equal(said([0, 0x45]), noImage);
	equal(said([Field.format, 2]), "This image is of a later kind (2) than this firmware knows: update by cable.");
	const faults: readonly (readonly [string, number, number])[] = [
		["kind of signature", Field.signatureKind, 2],
		["signed in words alone", Field.signature, 1],
		["behind the size", Field.size + 4, 1],
		["reserved", Field.reserved + 31, 1],
		["no project", Field.project, 0],
		["no board", Field.board, 0],
		["no version", Field.version, 0],
		["a control character", Field.version + 1, 0x0a],
		["not ASCII", Field.build, 0xe4],
		["something behind the end of a text", Field.build + 31, 0x41],
		["not ESP-IDF's", 256, 0xe8],
		["no segment", 257, 0],
		["too many segments", 257, 17],
		["another chip within", 256 + 12, 5],
	];
	for (const [what, at, byte] of faults) equal(said([at, byte]), damaged, what);
});

test("every refusal", () => {
	const cases: readonly (readonly [Described, Partial<typeof here>, string])[] = [
		[{ project: "lamp" }, {}, "This is an image of lamp, and this board runs dipsocket."],
		[{}, { chip: 5 }, "This image is for the chip ESP32, and this board has the ESP32-C3."],
		[{}, { chip: 77 }, "This image is for the chip ESP32, and this board has the number 77."],
		[{ board: "M5" }, {}, "This image is for the board M5, and this is ESP32."],
		[{ size: 287 }, {}, "The image is too short to be one."],
		[{}, { space: 599 }, "The image has 600 bytes, and there is room for 599."],
		[{ size: 0xffff_ffff }, {}, "The image has 4294967295 bytes, and there is room for 8192."],
		[{}, { signed: true }, "The image is not signed, and this board takes signed ones only."],
	];
	for (const [described, changes, refusal] of cases) {
		const parsed = parseHead(headOf(makeFile(image, described)));
		equal(typeof parsed === "string" ? parsed : refusalOf(parsed, { ...here, ...changes }), refusal);
	}
});

test("an image that just fits, or is signed for a board that does not ask for it, is taken", () => {
	const parsed = parseHead(headOf(makeFile(image, { signature: new Uint8Array(64).fill(1) })));
	if (typeof parsed === "string") throw new Error(parsed);
	equal(refusalOf(parsed, { ...here, space: 600 }), undefined);
	equal(parsed.signature?.length, 64);
});

test("older versions", () => {
	const older = ["0.1.0 0.1.1", "0.9.0 0.10.0", "1.0 1.0.1", "0.1.0 1.0.0"];
	const not = ["0.1.1 0.1.0", "1.0.0 1.0.0", "1.0.1 1.0", "0.10.0 0.9.0", "a.b 1.0", "1.0 x"];
	for (const pair of [...older, ...not]) {
		const [one, other] = pair.split(" ");
		equal(isOlder(one, other), older.includes(pair), pair);
	}
});
