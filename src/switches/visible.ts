/*
	What of a text a reader cannot see, or not as it is: a name with such characters could pass for another one, or spill over
	the page.

	By Unicode's categories: control and format characters (Cc, Cf), line and paragraph separators (Zl, Zp), every space but
	U+0020 (Zs), what is to be ignored when it cannot be shown (Default_Ignorable_Code_Point), and the empty Braille pattern.
	Not refused are the format characters that are visible signs (Prepended_Concatenation_Mark), and where they have their
	effect the two joiners and the selector of emoji, U+FE0F. So emoji sequences pass, but flags made of tag characters do not.
*/

/** First and last code points of what is never visible, in pairs. */
const invisible: readonly number[] = Object.freeze([
	0x00, 0x1f, 0x7f, 0xa0, 0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x1680, 0x1680, 0x17b4, 0x17b5,
	0x180b, 0x180f, 0x2000, 0x200f, 0x2028, 0x202f, 0x205f, 0x206f, 0x2800, 0x2800, 0x3000, 0x3000, 0x3164, 0x3164,
	0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfffb, 0x13430, 0x1343f, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a,
	0xe0000, 0xe0fff,
]);

/** The accents that stand upon any letter, however many there are: those of most scripts' blocks for combining marks. */
const accents: readonly number[] = Object.freeze([
	0x300, 0x36f, 0x483, 0x489, 0x591, 0x5bd, 0x610, 0x61a, 0x64b, 0x65f, 0xe34, 0xe3a, 0xe47, 0xe4e, 0x1ab0, 0x1aff,
	0x1dc0, 0x1dff, 0x20d0, 0x20ff, 0xfe20, 0xfe2f,
]);

/** So many accents may stand upon one letter. */
const mostAccents = 2;

const nonJoiner = 0x200c;
const joiner = 0x200d;
const emojiSelector = 0xfe0f;

/** Below this no letter joins others. */
const firstJoining = 0x600;

/** What is wrong with the visibility of `text`, to follow upon its name; undefined when all of it can be seen. */
export function visibilityFault(text: string): string | undefined {
	let former = 0;
	let stacked = 0;
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		if (point >= 0xd800 && point <= 0xdfff) return "has half a character";
		if (isJoiner(former) && point < firstJoining) return unseen;
		if (isIn(invisible, point) && !hasEffect(point, former)) return unseen;
		stacked = isIn(accents, point) ? stacked + 1 : 0;
		if (stacked > mostAccents || (stacked && !former)) return "has too many accents on one letter";
		former = point;
	}
	return isJoiner(former) ? unseen : undefined;
}

const unseen = "has a character that cannot be seen";

const isJoiner = (point: number): boolean => point === joiner || point === nonJoiner;

/** Whether an invisible character changes the one before it: an emoji or a letter that joins; with U+FE0F also a keycap's. */
function hasEffect(point: number, former: number): boolean {
	if (point === emojiSelector) return former !== 0 && !isIn(invisible, former) && former !== 0x20;
	return isJoiner(point) && former >= firstJoining && (former === emojiSelector || !isIn(invisible, former));
}

function isIn(ranges: readonly number[], point: number): boolean {
	for (let i = 0; i < ranges.length; i += 2) if (point <= ranges[i + 1]) return point >= ranges[i];
	return false;
}
