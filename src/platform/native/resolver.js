/*
	"embedded:network/dns/resolver/udp" (ECMA-419) on lwIP's resolver, in place of the SDK's: see resolver.c. The SDK's takes
	packets from anybody, and asks only servers that it is given.
*/

function ask(host, callback) {
	native("xs_resolver_ask").call(this, host, callback);
}

class Resolver {
	#closed = false;

	resolve({ host, onResolved, onError }) {
		if (this.#closed) throw new Error("closed");
		if (!host || !(onResolved || onError)) throw new Error("invalid");
		ask(host, (address) => {
			if (this.#closed) return;
			if (address) onResolved?.call(this, host, address);
			else onError?.call(this, host);
		});
	}

	close() {
		this.#closed = true;
	}
}

export default Resolver;
