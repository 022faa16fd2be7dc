/*
	The module "tlsfilter" of a firmware that was built without TLS: nothing of mbedTLS is linked.
*/

const refuse = () => {
	throw new Error(
		"config tls: this firmware was built without TLS; build it by npm run sim, build or flash with tls=on",
	);
};

export class Identity {
	constructor() {
		refuse();
	}
}

export class Filter {
	constructor() {
		refuse();
	}
}

export const selfSign = refuse;
