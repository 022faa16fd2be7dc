/*
	Names of hosts by ECMA-419's resolver (`embedded:network/dns/resolver/udp`): on the board our own over lwIP's, which asks the
	servers that the network has named, and by mDNS for names in ".local"; elsewhere the computer's.
*/

import Resolver from "embedded:network/dns/resolver/udp";
import type { Resolve } from "../device/ports.js";

export const resolve: Resolve = (host, onResolved) =>
	new Resolver({}).resolve({
		host,
		onResolved: (_host, address) => onResolved(address),
		onError: () => onResolved(undefined),
	});
