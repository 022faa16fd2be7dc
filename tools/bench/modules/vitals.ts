/*
	Stand-in for the module "vitals" of src/platform/native: a machine that knows nothing of itself.
*/

export const Vital = Object.freeze({});

export const read = () => undefined;
