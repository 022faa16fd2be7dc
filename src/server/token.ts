/*
	The optional token, a secret that is shared: who may watch, and who may command. A script sends it as `Authorization:
	Bearer …` (RFC 6750); a browser does so once, to `/login`, and then has it in a cookie that no script can read and no
	other site can use.

	It is compared in constant time, and a wrong one delays every answer that depends on it, whatever that is. The right one is
	answered at once even while others guess, so that nobody can keep the owner waiting; whoever hangs up on a late answer can
	therefore guess as fast as he can connect, which a random token of 8 characters bears and a word does not.
	Limits: without TLS the token crosses the network in the clear.
*/

import type { Fields } from "../grammar/grammar.js";

export interface TokenSettings {
	/** Letters, digits, "-" and "_"; "" for none: then everybody is trusted. */
	readonly value: string;
	/** Whether watching needs it as well as commanding. */
	readonly forViewing: boolean;
}

/** How long the answer to a wrong token is held back, in ms. */
export const wrongTokenDelay = 1000;

/** What a request says of the token. */
export const Credentials = Object.freeze({ none: 0, right: 1, wrong: 2 } as const);
export type Credentials = (typeof Credentials)[keyof typeof Credentials];

const cookie = "dipsocket";
/** RFC 6265bis §4.1.3.2: one that is `Secure`, for this host alone and all of it. */
const secureCookie = "__Host-dipsocket";

/**
 * The cookie that keeps the token in a browser. Over TLS it is another one than in the clear: browsers let nobody who is not
 * secure replace one that is (RFC 6265bis §5.7), so after a login by https there could be none by http.
 */
export const cookieNameOf = (secure: boolean): string => (secure ? secureCookie : cookie);
const tenYears = 315_360_000;

/** What the Authorization field, or else our cookie, says. Without a token everybody is right. */
export function credentialsOf(
	authorization: string | undefined,
	cookie: string | undefined,
	{ value }: TokenSettings,
): Credentials {
	if (!value) return Credentials.right;
	const given = authorization === undefined ? cookie : bearerOf(authorization);
	if (given === undefined) return Credentials.none;
	return equals(given, value) ? Credentials.right : Credentials.wrong;
}

/** The field that keeps the token in a browser (RFC 6265); one that came encrypted never goes out in the clear. */
export const cookieFields = ({ value }: TokenSettings, secure: boolean): Fields => [
	[
		"Set-Cookie",
		`${cookieNameOf(secure)}=${value}; Path=/; Max-Age=${tenYears}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`,
	],
];

function bearerOf(authorization: string): string {
	const space = authorization.indexOf(" ");
	const scheme = authorization.slice(0, Math.max(0, space));
	// Another scheme, or none, is a wrong token, not a missing one.
	return scheme.toLowerCase() === "bearer" ? authorization.slice(space + 1).trim() : "";
}

/** Compares in a time that depends on the length of `given` alone. */
function equals(given: string, token: string): boolean {
	let difference = given.length ^ token.length;
	for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ token.charCodeAt(i % token.length);
	return difference === 0;
}
