/*
	Stand-in for the SDK's "preference": nothing has been kept.
*/

export default Object.freeze({
	get: () => undefined,
	set() {},
	delete() {},
});
