/*
	The socket of the SDK's modules/network/socket without a network, for what is built upon it. As there, everything but the
	instance (two slots) and its `callback` lives outside XS's heap.

		new Socket()
		callback(message, value)        called with 2 and the count when bytes arrive; set by the script
		read()                          how many bytes wait
		read(Number)                    one byte
		read(ArrayBuffer, count)        so many bytes
		read(String, count | "\n")      so many bytes, or up to the line's end
		read(null, count)               skips them
		write(...pieces)                numbers (bytes), strings, buffers
		Socket.arrive(socket, bytes)    bytes arrive
		Socket.sent(socket)             how many bytes have been written since the last call
*/

#include "xsmc.h"
#include "xsHost.h"
#include "sdk.h"

#include <stdlib.h>
#include <string.h>

enum { READABLE = 2 };

typedef struct { Queue input, output; double written; } Socket;

static void destroy(void* data)
{
	Socket* socket = data;
	if (!socket)
		return;
	free(socket->input.bytes);
	free(socket->output.bytes);
	free(socket);
}

static Socket* socketOf(xsMachine* the, xsSlot* slot)
{
	Socket* socket = fxGetHostData(the, slot);
	if (!socket)
		xsUnknownError("closed");
	return socket;
}

static void construct(xsMachine* the)
{
	xsmcGet(xsResult, xsTarget, xsID("prototype"));
	xsResult = xsNewHostInstance(xsResult);
	fxSetHostDestructor(the, &xsResult, destroy);
	fxSetHostData(the, &xsResult, calloc(1, sizeof(Socket)));
}

/* How many bytes a read takes: up to and with the line's end, or a count of those that wait. */
static size_t countOf(xsMachine* the, Queue* input)
{
	size_t waiting = input->end - input->start;
	if (xsmcArgc < 2)
		return waiting;
	if (xsmcTypeOf(xsArg(1)) == xsStringType) {
		char* end = memchr(input->bytes + input->start, '\n', waiting);
		return end ? (size_t)(end + 1 - input->bytes) - input->start : waiting;
	}
	xsIntegerValue count = xsmcToInteger(xsArg(1));
	return count < 0 ? 0 : (size_t)count > waiting ? waiting : (size_t)count;
}

static xsBooleanValue isGlobal(xsMachine* the, char* name)
{
	xsmcGet(xsVar(0), xsGlobal, xsID(name));
	return fxToReference(the, &xsVar(0)) == fxToReference(the, &xsArg(0));
}

static void readBytes(xsMachine* the)
{
	Queue* input = &socketOf(the, &xsThis)->input;
	xsmcVars(1);
	if (!xsmcArgc) {
		xsmcSetInteger(xsResult, input->end - input->start);
		return;
	}
	if (input->start == input->end)
		return;
	char* bytes = input->bytes + input->start;
	if (xsmcTypeOf(xsArg(0)) == xsNullType)
		input->start += countOf(the, input);
	else if (isGlobal(the, "Number")) {
		xsmcSetInteger(xsResult, (unsigned char)*bytes);
		input->start++;
	}
	else {
		size_t count = countOf(the, input);
		if (isGlobal(the, "String"))
			xsmcSetStringBuffer(xsResult, bytes, count);
		else
			fxArrayBuffer(the, &xsResult, bytes, count, -1);
		input->start += count;
	}
}

static void writeBytes(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsThis);
	for (int i = 0; i < xsmcArgc; i++) {
		char byte;
		void* bytes = &byte;
		xsUnsignedValue count = 1;
		switch (xsmcTypeOf(xsArg(i))) {
		case xsIntegerType:
		case xsNumberType:
			byte = xsmcToInteger(xsArg(i));
			break;
		case xsStringType:
			bytes = xsmcToString(xsArg(i));
			count = strlen(bytes);
			break;
		default:
			xsmcGetBufferReadable(xsArg(i), &bytes, &count);
		}
		/* Copied as a network would, and dropped. */
		memcpy(reserve(&socket->output, count), bytes, count);
		socket->output.start = socket->output.end;
		socket->written += count;
	}
}

static void closeSocket(xsMachine* the)
{
	destroy(fxGetHostData(the, &xsThis));
	fxSetHostData(the, &xsThis, NULL);
}

static void arrive(xsMachine* the)
{
	Queue* input = &socketOf(the, &xsArg(0))->input;
	void* bytes;
	xsUnsignedValue count;
	xsmcGetBufferReadable(xsArg(1), &bytes, &count);
	memcpy(reserve(input, count), bytes, count);
	(void)xsCall2(xsArg(0), xsID("callback"), xsInteger(READABLE), xsInteger((int)(input->end - input->start)));
}

static void sent(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsArg(0));
	xsmcSetNumber(xsResult, socket->written);
	socket->written = 0;
}

void installSocket(xsMachine* the)
{
	xsBeginHost(the);
	xsmcVars(3);
	xsVar(1) = xsNewHostObject(NULL);
	xsVar(2) = xsNewHostConstructor(construct, 1, xsVar(1));
	setMethod(the, &xsVar(1), "read", readBytes, 2);
	setMethod(the, &xsVar(1), "write", writeBytes, 1);
	setMethod(the, &xsVar(1), "close", closeSocket, 0);
	setMethod(the, &xsVar(2), "arrive", arrive, 2);
	setMethod(the, &xsVar(2), "sent", sent, 1);
	xsmcSet(xsGlobal, xsID("Socket"), xsVar(2));
	xsEndHost(the);
}
