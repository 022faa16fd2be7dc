/*
	UTF-8 (RFC 3629) in hexadecimal: valid texts, and invalid ones with the index of the first byte that cannot belong.
*/

export const valid: readonly string[] = [
	"",
	"00",
	"7f",
	"c280",
	"dfbf",
	"e0a080",
	"e282ac",
	"ed9fbf",
	"ee8080",
	"efbfbd",
	"efbfbf",
	"f0908080",
	"f09f9880",
	"f48fbfbf",
	"cebae1bdb9cf83cebcceb5",
];

export const invalid: readonly (readonly [text: string, at: number])[] = [
	["80", 0],
	["bf", 0],
	["c080", 0],
	["c1bf", 0],
	["c241", 1],
	["c27f", 1],
	["e17f", 1],
	["ed7f", 1],
	["f17f", 1],
	["f47f", 1],
	["e2827f", 2],
	["f090807f", 3],
	["e08080", 1],
	["e09fbf", 1],
	["e28241", 2],
	["eda080", 1],
	["edbfbf", 1],
	["f0808080", 1],
	["f08fbfbf", 1],
	["f0908041", 3],
	["f4908080", 1],
	["f5808080", 0],
	["fe", 0],
	["ff", 0],
	["41c3a980", 3],
	["cebae1bdb9cf83cebcceb5eda08065646974", 12],
];

/** Texts that are valid so far, and not whole. */
export const unfinished: readonly string[] = ["c3", "e2", "e282", "f0", "f09f", "f09f98", "41f48f"];
