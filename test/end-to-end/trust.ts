/*
	For suites whose question is not whether a certificate can be trusted: Node's clients trust any.
*/

import { after, before } from "node:test";

/** For the tests of a `describe`. */
export function trustAnybody(): void {
	const name = "NODE_TLS_REJECT_UNAUTHORIZED";
	const former = process.env[name];

	before(() => {
		process.env[name] = "0";
	});
	after(() => {
		if (former === undefined) delete process.env[name];
		else process.env[name] = former;
	});
}
