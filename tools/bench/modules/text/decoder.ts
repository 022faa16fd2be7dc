/*
	The SDK's "text/decoder" in the shell of tools/xs: its own native code.
*/

export default TextDecoder;
