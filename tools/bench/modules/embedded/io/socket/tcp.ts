/*
	The SDK's "embedded:io/socket/tcp" in the shell of tools/xs: native, and two slots on the heap, as on the device.
*/

export default TCP;
