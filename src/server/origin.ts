/*
	Whose pages may ask. A page of any site can make its reader's browser send us requests; so a request must name a Host
	that is ours, which defeats DNS rebinding, and an Origin (RFC 6455 §10.2, RFC 6454), if it has one, that is ours or has
	been allowed. An IP address cannot be rebound, and is ours since the request has arrived.

	Strategy: ours are the name alone and below the suffixes that routers and mDNS give, as far as nobody can get a name
	there from a registry; README.md has the argument, and why .fritz.box is not one of them.
*/

export interface OriginSettings {
	/** What the device calls itself: one label, in lower case. */
	readonly name: string;
	/** Further names that are ours, in lower case, without a port. */
	readonly hosts: readonly string[];
	/** Origins of other sites that may ask, such as "https://example.org"; "*" for all of them. */
	readonly origins: readonly string[];
	/** Whether an upgrade without an Origin, which no browser's is, is refused. Browsers name none when they navigate. */
	readonly requireOrigin: boolean;
}

/** RFC 6762 §3; RFC 8375; reserved by ICANN for private use; never delegated, nor to be; not delegated. */
const suffixes: readonly string[] = Object.freeze(["local", "home.arpa", "internal", "home", "lan"]);

/** The names that a certificate is for: all but those below a router's suffix. */
export const namesOf = ({ name, hosts }: OriginSettings): readonly string[] => [
	`${name}.local`,
	name,
	"localhost",
	...hosts,
];

/** Why a request may not be answered, or undefined when it may. A request of HTTP/1.0 may lack a Host. */
export function refusalOf(
	host: string | undefined,
	origin: string | undefined,
	upgrades: boolean,
	secure: boolean,
	settings: OriginSettings,
): string | undefined {
	if (!isOurHost(host, settings))
		return `This is not a name of this board. It answers to ${settings.name}.local, to its address, and to the names in hosts=...`;
	if (origin === undefined)
		return upgrades && settings.requireOrigin
			? "A WebSocket to this board needs an Origin: it has requireOrigin=true."
			: undefined;
	const known = settings.origins.includes("*") || settings.origins.includes(origin.toLowerCase());
	if (known || isSameOrigin(origin.toLowerCase(), host?.toLowerCase(), secure)) return undefined;
	return "A page of another site may not use this board, unless its origin is one of those in origins=...";
}

/** Whether a Host is ours, or missing. */
export const isOurHost = (host: string | undefined, settings: OriginSettings): boolean =>
	host === undefined || isOurs(host.toLowerCase(), settings);

function isOurs(host: string, { name, hosts }: OriginSettings): boolean {
	const authority = withoutPort(host);
	const asked = authority.endsWith(".") ? authority.slice(0, -1) : authority;
	return (
		asked.startsWith("[") ||
		isAddress(authority) ||
		asked === "localhost" ||
		isNamed(asked, name) ||
		hosts.includes(asked)
	);
}

/** Whether it is the name, alone or below one of the suffixes. */
function isNamed(asked: string, name: string): boolean {
	if (!asked.startsWith(name)) return false;
	return asked === name || (asked.charAt(name.length) === "." && suffixes.includes(asked.slice(name.length + 1)));
}

/** An IPv6 address keeps its brackets. */
export function withoutPort(host: string): string {
	const colon = host.indexOf(":", Math.max(0, host.indexOf("]")));
	return colon < 0 ? host : host.slice(0, colon);
}

/** Whether a name is an IPv4 address in the one form that browsers send: four numbers. */
function isAddress(name: string): boolean {
	const parts = name.split(".");
	return parts.length === 4 && parts.every(isOctet);
}

/** A number from 0 to 255 without leading zeros. */
const isOctet = (part: string): boolean => String(Number(part) & 255) === part;

/**
 * Whether `origin` is what a page of `host` has, over https or, unless the connection is `secure`, http: one that is not may
 * come from a proxy that is. Default ports may be left out.
 */
function isSameOrigin(origin: string, host: string | undefined, secure: boolean): boolean {
	if (host === undefined) return false;
	const isOf = (scheme: string, port: string) =>
		withDefaultPort(origin, scheme, port) === withDefaultPort(scheme + host, scheme, port);
	return isOf("https://", ":443") || (!secure && isOf("http://", ":80"));
}

function withDefaultPort(origin: string, scheme: string, port: string): string {
	if (!origin.startsWith(scheme)) return "";
	const authority = origin.slice(scheme.length);
	return authority === withoutPort(authority) ? origin + port : origin;
}
