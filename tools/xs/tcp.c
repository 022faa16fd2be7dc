/*
	A TCP socket of ECMA-419 §16 without a network: what arrives and what can be written is said by the script. As in the
	firmware's own (src/platform/native), everything but the instance itself (two slots) lives outside XS's heap, callbacks
	included.

		new TCP({ from, target, format, onReadable, onWritable, onEnd, onError })    `from` is closed, its bytes are taken over
		read(count | buffer), write(bytes), end(), close(), format, remoteAddress    as the firmware's
		TCP.arrive(tcp, bytes)      bytes arrive, and onReadable is called
		TCP.drain(tcp, count)       `count` bytes can be written, and onWritable is called
		TCP.finish(tcp)             onEnd is called
		TCP.fail(tcp)               onError is called
		TCP.sent(tcp)               how many bytes have been written since the last call, and
		TCP.take(tcp)               they themselves, an ArrayBuffer: the last of them, where they are many
		TCP.newest()                the instance made last: of an accepted connection, the one that took it over
*/

#include "xsmc.h"
#include "xsHost.h"
#include "sdk.h"

#include <stdlib.h>
#include <string.h>

enum { READABLE, WRITABLE, END, ERROR, EVENTS };
static char* const eventNames[EVENTS] = { "onReadable", "onWritable", "onEnd", "onError" };

/* What read() without a count takes at most. */
#define READ_LIMIT 1024

typedef struct {
	xsSlot self, callbacks[EVENTS];
	Queue input, output;
	double written;
	int writable, number;
} Socket;

/* So much of what is written is kept for TCP.take. */
#define KEPT (1 << 16)

static Socket* newest;

char* reserve(Queue* queue, size_t count)
{
	if (queue->start == queue->end)
		queue->start = queue->end = 0;
	if (queue->end + count > queue->size) {
		queue->size = 2 * (queue->end + count);
		queue->bytes = realloc(queue->bytes, queue->size);
		if (!queue->bytes)
			abort();
	}
	queue->end += count;
	return queue->bytes + queue->end - count;
}

static void destroy(void* data)
{
	Socket* socket = data;
	if (!socket)
		return;
	if (newest == socket)
		newest = NULL;
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

static void release(xsMachine* the, xsSlot* slot)
{
	Socket* socket = fxGetHostData(the, slot);
	if (!socket)
		return;
	fxSetHostData(the, slot, NULL);
	xsForget(socket->self);
	for (int i = 0; i < EVENTS; i++)
		xsForget(socket->callbacks[i]);
	destroy(socket);
}

static void setFormat(xsMachine* the, Socket* socket, xsSlot* format)
{
	char* name = fxToString(the, format);
	if (strcmp(name, "number") && strcmp(name, "buffer"))
		xsRangeError("unknown format");
	socket->number = !strcmp(name, "number");
}

static void construct(xsMachine* the)
{
	xsmcVars(1);
	xsmcGet(xsResult, xsTarget, xsID("prototype"));
	xsResult = xsNewHostInstance(xsResult);
	xsThis = xsResult;
	fxSetHostDestructor(the, &xsThis, destroy);
	Socket* socket = calloc(1, sizeof(Socket));
	fxSetHostData(the, &xsThis, socket);
	newest = socket;
	/* An open socket is alive, whoever refers to it. */
	socket->self = xsThis;
	xsRemember(socket->self);
	for (int i = 0; i < EVENTS; i++) {
		xsmcSetUndefined(socket->callbacks[i]);
		if (xsmcArgc)
			xsmcGet(socket->callbacks[i], xsArg(0), xsID(eventNames[i]));
		xsRemember(socket->callbacks[i]);
	}
	if (!xsmcArgc)
		return;
	xsmcGet(xsVar(0), xsArg(0), xsID("format"));
	if (xsmcTest(xsVar(0)))
		setFormat(the, socket, &xsVar(0));
	if (xsmcHas(xsArg(0), xsID("target"))) {
		xsmcGet(xsVar(0), xsArg(0), xsID("target"));
		xsmcSet(xsThis, xsID("target"), xsVar(0));
	}
	xsmcGet(xsVar(0), xsArg(0), xsID("from"));
	if (xsmcTest(xsVar(0))) {
		Socket* from = socketOf(the, &xsVar(0));
		socket->input = from->input;
		socket->writable = from->writable;
		from->input = (Queue){ 0 };
		release(the, &xsVar(0));
	}
}

static void readBytes(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsThis);
	Queue* input = &socket->input;
	size_t count = input->end - input->start;
	if (!count)
		return;
	if (socket->number) {
		xsmcSetInteger(xsResult, (unsigned char)input->bytes[input->start++]);
		return;
	}
	void* into = NULL;
	if (xsmcArgc && xsmcTypeOf(xsArg(0)) == xsReferenceType) {
		xsUnsignedValue length;
		xsmcGetBufferWritable(xsArg(0), &into, &length);
		if (!length || length > count)
			xsUnknownError("invalid");
		count = length;
		xsmcSetInteger(xsResult, length);
	}
	else {
		if (xsmcArgc) {
			xsIntegerValue requested = xsmcToInteger(xsArg(0));
			if (requested <= 0 || (size_t)requested > count)
				xsUnknownError("invalid");
			count = requested;
		}
		else if (count > READ_LIMIT)
			count = READ_LIMIT;
		fxArrayBuffer(the, &xsResult, NULL, count, -1);
		into = fxToArrayBuffer(the, &xsResult);
	}
	memcpy(into, input->bytes + input->start, count);
	input->start += count;
}

static void writeBytes(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsThis);
	unsigned char byte;
	void* bytes = &byte;
	xsUnsignedValue count = 1;
	if (socket->number)
		byte = xsmcToInteger(xsArg(0));
	else
		xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	if ((int)count > socket->writable)
		xsUnknownError("would block");
	Queue* output = &socket->output;
	if (output->end - output->start + count > KEPT)
		output->start = output->end;
	memcpy(reserve(output, count), bytes, count);
	socket->written += count;
	socket->writable -= count;
	xsmcSetInteger(xsResult, socket->writable);
}

static void endSocket(xsMachine* the)
{
	socketOf(the, &xsThis)->writable = 0;
}

static void getRemoteAddress(xsMachine* the)
{
	socketOf(the, &xsThis);
	xsmcSetString(xsResult, "192.168.4.2");
}

static void closeSocket(xsMachine* the)
{
	release(the, &xsThis);
}

static void getFormat(xsMachine* the)
{
	xsmcSetString(xsResult, socketOf(the, &xsThis)->number ? "number" : "buffer");
}

static void assignFormat(xsMachine* the)
{
	setFormat(the, socketOf(the, &xsThis), &xsArg(0));
}

static void tell(xsMachine* the, int event, size_t count)
{
	Socket* socket = socketOf(the, &xsArg(0));
	if (xsmcTypeOf(socket->callbacks[event]) == xsReferenceType)
		(void)xsCallFunction1(socket->callbacks[event], xsArg(0), xsInteger((int)count));
}

static void arrive(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsArg(0));
	void* bytes;
	xsUnsignedValue count;
	xsmcGetBufferReadable(xsArg(1), &bytes, &count);
	memcpy(reserve(&socket->input, count), bytes, count);
	tell(the, READABLE, socket->input.end - socket->input.start);
}

static void drain(xsMachine* the)
{
	int count = xsmcToInteger(xsArg(1));
	socketOf(the, &xsArg(0))->writable = count;
	tell(the, WRITABLE, count);
}

static void finish(xsMachine* the)
{
	tell(the, END, 0);
}

static void fail(xsMachine* the)
{
	tell(the, ERROR, 0);
}

static void sent(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsArg(0));
	xsmcSetNumber(xsResult, socket->written);
	socket->output.start = socket->output.end;
	socket->written = 0;
}

static void take(xsMachine* the)
{
	Socket* socket = socketOf(the, &xsArg(0));
	Queue* output = &socket->output;
	fxArrayBuffer(the, &xsResult, output->bytes + output->start, output->end - output->start, -1);
	output->start = output->end;
	socket->written = 0;
}

static void getNewest(xsMachine* the)
{
	if (newest)
		xsResult = newest->self;
}

void installTCP(xsMachine* the)
{
	xsBeginHost(the);
	xsmcVars(4);
	xsVar(1) = xsNewHostObject(NULL);
	xsVar(2) = xsNewHostConstructor(construct, 1, xsVar(1));
	setMethod(the, &xsVar(1), "read", readBytes, 1);
	setMethod(the, &xsVar(1), "write", writeBytes, 1);
	setMethod(the, &xsVar(1), "end", endSocket, 0);
	setMethod(the, &xsVar(1), "close", closeSocket, 0);
	xsVar(3) = xsNewHostFunction(getRemoteAddress, 0);
	xsmcDefine(xsVar(1), xsID("remoteAddress"), xsVar(3), xsIsGetter);
	xsVar(3) = xsNewHostFunction(getFormat, 0);
	xsmcDefine(xsVar(1), xsID("format"), xsVar(3), xsIsGetter);
	xsVar(3) = xsNewHostFunction(assignFormat, 1);
	xsmcDefine(xsVar(1), xsID("format"), xsVar(3), xsIsSetter);
	setMethod(the, &xsVar(2), "arrive", arrive, 2);
	setMethod(the, &xsVar(2), "drain", drain, 2);
	setMethod(the, &xsVar(2), "finish", finish, 1);
	setMethod(the, &xsVar(2), "fail", fail, 1);
	setMethod(the, &xsVar(2), "sent", sent, 1);
	setMethod(the, &xsVar(2), "take", take, 1);
	setMethod(the, &xsVar(2), "newest", getNewest, 0);
	xsmcSet(xsGlobal, xsID("TCP"), xsVar(2));
	xsEndHost(the);
}
