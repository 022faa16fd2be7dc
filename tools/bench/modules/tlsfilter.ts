/*
	Stand-in for the module "tlsfilter" of src/platform/native: a firmware that was built without TLS.
*/

const refuse = (): never => {
	throw new Error("no TLS here");
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
