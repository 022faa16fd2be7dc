// What a file is an image of, by the description in front of it, and what is to be said before it is sent. The board judges all
// of it again, and more.

const descriptionLength = 256;
/** The first message: the description and the image's own first bytes. */
export const headLength = descriptionLength + 32;

/** @typedef {{ bytes: Uint8Array<ArrayBuffer>, board: string, version: string, size: number }} Image */

/** @param {ArrayBuffer} file @returns {Image | undefined} undefined for a file that is none */
export function readImage(file) {
	const bytes = new Uint8Array(file);
	/** @param {number} start @param {number} end */
	const text = (start, end) => String.fromCharCode(...bytes.subarray(start, end)).replace(/\0+$/, "");
	if (bytes.length < headLength || text(0, 4) !== "DIPU") return undefined;
	const size = new DataView(file).getUint32(8, true);
	return { bytes, board: text(32, 64), version: [text(64, 96), text(96, 128)].filter(Boolean).join(" · "), size };
}

/** @param {Image} image @returns {number} how many bytes the file has too few, or, below 0, too many */
export const missing = ({ bytes, size }) => descriptionLength + size - bytes.length;

/** @param {Image} image @param {number} start @param {number} length @returns {Uint8Array<ArrayBuffer>} of the image itself */
export const piece = ({ bytes }, start, length) =>
	bytes.subarray(descriptionLength + start, descriptionLength + start + length);
