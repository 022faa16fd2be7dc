/*
	The request target (RFC 9112 §3.2): origin form, the absolute form that every server must accept (§3.2.2), and the
	asterisk, whose path is "*".
	The path is percent-decoded (RFC 3986 §2.1), the query is left as it came: nobody here needs more of it.
*/

export interface Target {
	/** The authority of an absolute form. */
	readonly authority: string | undefined;
	/** Begins with "/", decoded, without control characters; or "*". */
	readonly path: string;
	readonly query: string;
}

/** The origin form of a target; of the asterisk, that of the root. */
export function encodeTarget({ path, query }: Pick<Target, "path" | "query">): string {
	const encoded = path === "*" ? "/" : encodeURI(path).replaceAll("?", "%3F").replaceAll("#", "%23");
	return query === "" ? encoded : `${encoded}?${query}`;
}

/** The parts of a request target, or undefined when it is none of the forms. */
export function parseTarget(text: string): Target | undefined {
	if (text === "*") return { authority: undefined, path: text, query: "" };
	let authority: string | undefined;
	let rest = text;
	if (!rest.startsWith("/")) {
		const start = rest.indexOf("://") + 3;
		if (!schemes.includes(rest.slice(0, start).toLowerCase())) return undefined;
		const end = endOfAuthority(rest, start);
		authority = rest.slice(start, end);
		rest = rest.slice(end);
		if (!rest.startsWith("/")) rest = `/${rest}`;
	}
	// RFC 9112 §3.2: a request target has no fragment.
	if (rest.includes("#")) return undefined;
	const mark = rest.indexOf("?");
	const path = decode(mark < 0 ? rest : rest.slice(0, mark));
	if (path === undefined) return undefined;
	return { authority, path, query: mark < 0 ? "" : rest.slice(mark + 1) };
}

const schemes: readonly string[] = Object.freeze(["http://", "https://"]);

function endOfAuthority(text: string, start: number): number {
	for (let i = start; i < text.length; i++) if (text[i] === "/" || text[i] === "?") return i;
	return text.length;
}

function decode(text: string): string | undefined {
	if (!text.includes("%")) return text;
	try {
		const path = decodeURIComponent(text);
		for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) < 0x20) return undefined;
		return path;
	} catch {
		// Not two hexadecimal digits behind a "%", or not UTF-8.
		return undefined;
	}
}
