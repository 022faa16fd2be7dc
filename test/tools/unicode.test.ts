// The firmware's table of invisible characters against the Unicode data that Node brings.

import { ok } from "node:assert/strict";
import { test } from "node:test";
import { visibilityFault } from "../../src/switches/visible.js";

/** Format characters that are visible signs: Unicode's Prepended_Concatenation_Mark, which no pattern can name. */
const signs = [
	...[0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0x110bd, 0x110cd],
] as readonly number[];

const categories = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800]/u;

test("exactly the characters that Unicode calls invisible are refused, of all there are", () => {
	for (let point = 0; point <= 0x10ffff; point++) {
		if (point >= 0xd800 && point <= 0xdfff) continue;
		const character = String.fromCodePoint(point);
		const invisible = point !== 0x20 && !signs.includes(point) && categories.test(character);
		const refused = visibilityFault(`a${character}b`)?.includes("cannot be seen") ?? false;
		// After a letter the selector makes no difference on a page, but may.
		ok(refused === invisible || point === 0xfe0f, `U+${point.toString(16)}`);
	}
});
