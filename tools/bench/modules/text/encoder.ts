/*
	The SDK's "text/encoder" in the shell of tools/xs: its own native code.
*/

export default TextEncoder;
