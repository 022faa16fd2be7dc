/*
	What the firmware calls of the SDK's native code, as globals of the shell, so that it runs with the masking and the
	UTF-8 of the device and against a TCP that costs the heap what the device's costs:

		xor(bytes, operand)         Logical.xor
		TextDecoder, TextEncoder    text/decoder, text/encoder
		TCP                         embedded:io/socket/tcp, without a network: tcp.c
		Socket                      socket, the older of the SDK's, without a network: socket.c

	The first three are the SDK's own sources, out of the package that brings XS.
*/

#include "xsmc.h"
#include "xsHost.h"
#include "sdk.h"

extern void xs_logical_xor(xsMachine* the);
extern void modInstallTextDecoder(xsMachine* the);
extern void modInstallTextEncoder(xsMachine* the);

#ifdef ADDITION
extern void installMore(xsMachine* the);
#endif

void setMethod(xsMachine* the, xsSlot* object, char* name, xsCallback callback, int length)
{
	xsVar(0) = xsNewHostFunction(callback, length);
	xsmcSet(*object, xsID(name), xsVar(0));
}

void installSDK(xsMachine* the)
{
	xsBeginHost(the);
	xsmcVars(1);
	setMethod(the, &xsGlobal, "xor", xs_logical_xor, 2);
	xsEndHost(the);
	modInstallTextDecoder(the);
	modInstallTextEncoder(the);
	installTCP(the);
	installSocket(the);
#ifdef ADDITION
	installMore(the);
#endif
}
