/*
	An address of our own choice in a network of IPv4 (RFC 950, RFC 4632): whether it can be one there.
*/

import { addressOf } from "../dns/address.js";
import { type Config, ipAddress } from "./config.js";
import type { FixedAddress } from "./ports.js";

const defaultNetmask = "255.255.255.0";
const noAddress = "0.0.0.0";

/** What is said of it; undefined for nothing. Throws Error with a sentence that names the key that is wrong. */
export function fixedAddress(config: Config): FixedAddress | undefined {
	const address = ipAddress(config, "address");
	const netmask = ipAddress(config, "netmask");
	const gateway = ipAddress(config, "gateway");
	const dns = ipAddress(config, "dns");
	if (!address) {
		const others = [netmask, gateway, dns].findIndex((other) => other !== "");
		if (others >= 0) throw new Error(`config ${["netmask", "gateway", "dns"][others]}: it needs an address, too`);
		return undefined;
	}
	const fault = faultOf(address, netmask || defaultNetmask, gateway);
	if (fault) throw new Error(`config ${fault}`);
	return { address, netmask: netmask || defaultNetmask, gateway: gateway || noAddress, dns: dns || gateway };
}

/** What is wrong, beginning with the key that is; undefined for nothing. A gateway may be "". */
function faultOf(address: string, netmask: string, gateway: string): string | undefined {
	const mask = bitsOf(netmask);
	const own = bitsOf(address);
	// Ones, then zeros: its complement is one less than a power of two. With fewer than two of those there is no room for hosts.
	const hosts = ~mask;
	if (hosts & (hosts + 1) || hosts === 0 || hosts === 1 || mask === 0) return `netmask: ${netmask} is no netmask`;
	const first = own >>> 24;
	if (first === 0 || first === 127 || first >= 224) return `address: ${address} cannot be a host's`;
	if ((own & hosts) === 0 || (own & hosts) === hosts)
		return `address: ${address} is none of a host's with netmask ${netmask}`;
	if (!gateway) return undefined;
	const other = bitsOf(gateway);
	if ((other & mask) !== (own & mask) || other === own)
		return `gateway: ${gateway} is not in the network of ${address}, or is that`;
	return undefined;
}

/** As a whole number of 32 bits. */
function bitsOf(address: string): number {
	const bytes = addressOf(address);
	if (!bytes) throw new Error(`${address} is no IPv4 address`);
	return (bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
}
