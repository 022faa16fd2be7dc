/*
	All of the HTTP under one name, for other projects. The firmware imports the files that it needs.
*/

export type { Fields } from "../grammar/grammar.js";
export { longestCookie } from "./cookie.js";
export { limits, type Refusal } from "./head.js";
export { acceptsGzip, matches, mediaType } from "./representation.js";
export { type Request, RequestParser } from "./request.js";
export { encodeHead, encodeReason } from "./response.js";
export { type Response, ResponseParser } from "./responsehead.js";
export { parseTarget, type Target } from "./target.js";
