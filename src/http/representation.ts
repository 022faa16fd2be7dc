/*
	Which representation of a page a request gets (RFC 9110 §8.3, §8.8.3, §12.5.3, §13.1.2): media types by name, the
	gzip coding where it is welcome, and 304 where the client has the page already.
*/

const mediaTypes: Readonly<Record<string, string>> = Object.freeze({
	html: "text/html; charset=utf-8",
	css: "text/css; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	json: "application/json",
	svg: "image/svg+xml",
	png: "image/png",
	ico: "image/x-icon",
	txt: "text/plain; charset=utf-8",
});

/** The media type of a file, by the extension of its name. */
export const mediaType = (name: string): string =>
	mediaTypes[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** Whether an Accept-Encoding field welcomes gzip: named with a weight above 0, or covered by "*" (RFC 9110 §12.5.3). */
export function acceptsGzip(field: string | undefined): boolean {
	let any = false;
	for (const element of (field ?? "").toLowerCase().split(",")) {
		const [coding, ...parameters] = element.split(";").map((part) => part.trim());
		const welcome = !parameters.some((parameter) => parameter.startsWith("q=") && Number(parameter.slice(2)) === 0);
		if (coding === "gzip" || coding === "x-gzip") return welcome;
		if (coding === "*") any = welcome;
	}
	return any;
}

/** Whether an If-None-Match field names `etag`, compared weakly (RFC 9110 §13.1.2): then the answer is 304. */
export function matches(field: string | undefined, etag: string): boolean {
	if (field === undefined) return false;
	return field.split(",").some((element) => {
		const tag = element.trim();
		return tag === "*" || tag === etag || tag === `W/${etag}`;
	});
}
