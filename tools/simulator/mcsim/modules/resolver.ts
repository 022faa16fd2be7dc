/*
 * `embedded:network/dns/resolver/udp` (ECMA-419) by this computer's resolver, which the SDK's "net" asks: it gives the first
 * address if that is one of IPv4. Limit: a name whose first address is one of IPv6 has none here.
 */

// biome-ignore lint/style/useNodejsImportProtocol: the SDK's "net", not Node's
import Net from "net";

export interface Question {
	readonly host: string;
	readonly onResolved?: (this: Resolver, host: string, address: string) => void;
	readonly onError?: (this: Resolver, host: string) => void;
}

class Resolver {
	#closed = false;

	resolve({ host, onResolved, onError }: Question): void {
		if (this.#closed) throw new Error("closed");
		if (!host || !(onResolved || onError)) throw new Error("invalid");
		// RFC 6761 §6.3: localhost is this computer, which GLib calls ::1 first.
		Net.resolve(host === "localhost" ? "127.0.0.1" : host, (_name: string, address?: string) => {
			if (this.#closed) return;
			if (address) onResolved?.call(this, host, address);
			else onError?.call(this, host);
		});
	}

	close(): void {
		this.#closed = true;
	}
}

export default Resolver;
