/*
	The address of an MQTT broker, as people write it: `mqtt://broker.lan`, `mqtt://192.168.1.2:1884`, `ws://broker.lan/mqtt`.
*/

import { isDigits, isHost } from "../grammar/grammar.js";

export interface BrokerAddress {
	/** A name or an IP address. */
	readonly host: string;
	readonly port: number;
	/** What is asked for by WebSocket, path and query; undefined for MQTT on bare TCP. */
	readonly resource: string | undefined;
}

/** By which keys the flash has the broker where the board is announced, and one that it still has to leave (formerbroker.ts). */
export const brokerKeys: readonly [present: string, former: string] = Object.freeze(["broker", "formerBroker"]);

const mqttPort = 1883;
const webSocketPort = 80;

/** Where most brokers have MQTT over WebSocket. */
const usualResource = "/mqtt";

/** The broker's address, or in words what is wrong with it, to follow upon its key. */
export function brokerAddressOf(url: string): BrokerAddress | string {
	const [scheme = "", rest = "", more] = url.split("://");
	if (scheme === "mqtts" || scheme === "wss") return `there is no ${scheme} here: see "TLS" in src/device/MQTT.md`;
	const isWebSocket = scheme === "ws";
	if (more !== undefined || (scheme !== "mqtt" && !isWebSocket))
		return "expected mqtt://host, ws://host/path, or nothing";
	const slash = rest.indexOf("/");
	const authority = slash < 0 ? rest : rest.slice(0, slash);
	const resource = slash < 0 ? "" : rest.slice(slash);
	if (authority.includes("@")) return "expected no user in the address: mqttUser and mqttPassword are for that";
	const colon = authority.indexOf(":", authority.indexOf("]") + 1);
	const host = colon < 0 ? authority : authority.slice(0, colon);
	const digits = colon < 0 ? "" : authority.slice(colon + 1);
	if (!isHost(authority) || host === "" || host.length > longestHost)
		return "expected a name or an IP address of a host";
	const port = colon < 0 ? (isWebSocket ? webSocketPort : mqttPort) : portOf(digits);
	if (!port) return "expected a port from 1 to 65535";
	if (!isWebSocket && resource !== "" && resource !== "/") return "expected no path behind mqtt://host";
	if (!isVisible(resource)) return "expected a path without spaces, #, and letters beyond ASCII";
	return { host: bare(host), port, resource: isWebSocket ? resource || usualResource : undefined };
}

/** The address as people write it, in one of the ways there are. */
export function urlOf({ host, port, resource }: BrokerAddress): string {
	const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
	return resource === undefined ? `mqtt://${authority}` : `ws://${authority}${resource}`;
}

/** RFC 1035 §2.3.4, as a text. */
const longestHost = 253;

const portOf = (digits: string): number => {
	const port = isDigits(digits) && digits.length <= 5 ? Number(digits) : 0;
	return port <= 65_535 ? port : 0;
};

/** An IPv6 address without its brackets. */
const bare = (host: string): string => (host.startsWith("[") ? host.slice(1, -1) : host);

function isVisible(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code <= 0x20 || code > 0x7e || code === 0x23) return false;
	}
	return true;
}
