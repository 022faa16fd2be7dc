/*
	The SDK's older "socket" in the shell of tools/xs: native, and on the heap as small as on the device.
*/

const native = Socket;

export { native as Socket };

/** Nobody listens here: connections are made by the bench. */
export class Listener {}
