/*
	The SDK's module "logical" in the shell of tools/xs: its own native code.
*/

export default Object.freeze({ xor });
