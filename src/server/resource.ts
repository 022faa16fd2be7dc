/*
	Requests for a resource, which is made when it is asked for: what GET gets, and the content that PUT or POST brings
	(RFC 9110 §9.3, §8). The head alone decides whether content is taken; its length is checked by who has to hold it.
*/

import type { Request } from "../http/request.js";
import { type Awaited, failure, notAllowed, type Response, said, unauthorized } from "./answer.js";
import type { Resource } from "./route.js";

/** Whether a request changes something, and so needs the token. */
export const bringsContent = ({ method }: Request): boolean => method === "PUT" || method === "POST";

/** The answer to a request for `resource`, or what it waits for. `trusted` says whether it has shown the token. */
export function respondWith(resource: Resource, request: Request, trusted: boolean): Response | Awaited {
	const { method } = request;
	if (method === "GET" || method === "HEAD")
		return said(200, resource.type, resource.represent(), [], method === "HEAD");
	if (!takesContent(resource)) return notAllowed(method, "GET, HEAD");
	if (!bringsContent(request)) return notAllowed(method, "GET, HEAD, PUT, POST");
	if (!trusted) return unauthorized(false);
	return refusalOfContent(request, resource.takes) ?? awaited(request, resource);
}

type Taker = Resource & Required<Pick<Resource, "takes" | "take">>;

const takesContent = (resource: Resource): resource is Taker => resource.takes !== undefined;

function refusalOfContent(request: Request, type: string): Response | undefined {
	// RFC 9110 §8.6: a length is what says how much content there is.
	if (request.field("content-length") === undefined) return failure(411, "Content needs a Content-Length.");
	// RFC 9110 §15.5.16: 415 for a type or a coding that is not taken here; it SHOULD say which is.
	const [given = ""] = (request.field("content-type") ?? "").split(";");
	if (given.trim().toLowerCase() !== type) return failure(415, `Content must be ${type}.`, [["Accept", type]]);
	if ((request.field("content-encoding") ?? "identity").toLowerCase() !== "identity")
		return failure(415, "Content must not be coded.", [["Accept-Encoding", "identity"]]);
	// RFC 9110 §10.1.1: 417 for what cannot be met.
	const expected = request.field("expect")?.toLowerCase();
	return expected === undefined || expected === "100-continue"
		? undefined
		: failure(417, "Only 100-continue can be expected.");
}

const awaited = (request: Request, resource: Taker): Awaited => ({
	length: Number(request.field("content-length")),
	// RFC 9110 §10.1.1: an expectation in an HTTP/1.0 request MUST be ignored.
	expectsContinue: request.minor > 0 && request.field("expect") !== undefined,
	respond(bytes) {
		const { status, type, body, fields } = resource.take(bytes);
		return said(status, type, body, fields);
	},
});
