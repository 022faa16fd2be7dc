/*
	TCP of ECMA-419 §16.2 as a class of XS over a Stream (stream.h), which knows all about lwIP.

	What the class promises, and where it says more than ECMA-419:
	- onReadable(count), then onWritable(count), then the end, in this order; never from inside a call, nothing after close().
	- The peer's FIN is told by `onEnd`, once everything received has been read; writing goes on. Without an `onEnd` it is
	  told by `onError`, as the SDK does, and is the end of writing, too. A broken connection is told by `onError`.
	- `write` is all or nothing. It throws for its caller's mistakes (not connected yet, more than is writable, after end()),
	  and returns undefined when the peer is gone, else the bytes that are still writable. One turn's writes leave together.
	- `end()` sends our FIN behind what was written; receiving goes on.
	- `read()` without a count reads what is there, at most kReadLimit bytes, so that a window's worth does not come as one
	  allocation; what is left is told again.
	- `close()` is final and may be called again. An instance with callbacks lives until then; one without is closed
	  when it is collected.
	- `new TCP({ from })` takes a connection over at any time, and is told all that holds.
	An exception that leaves a callback ends the app, as in the SDK.
*/

#include <stdlib.h>

#include "tcprecord.h"

static void mark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	TCP *tcp = data;
	int i;

	for (i = 0; i < kCallbacks; i++)
		if (tcp->callbacks[i])
			markRoot(the, tcp->callbacks[i]);
}

extern void xs_tcp_destructor(void *data);

static const xsHostHooks ICACHE_RODATA_ATTR hooks = { xs_tcp_destructor, mark, NULL };

TCP *tcpOf(xsMachine *the, xsSlot *instance)
{
	TCP *tcp = xsmcGetHostDataValidate(*instance, (void *)&hooks);

	if (!tcp->stream)
		xsUnknownError("closed");
	return tcp;
}

/* Leaves a closed instance behind. Returns its stream. */
static Stream *detach(xsMachine *the, xsSlot *instance, TCP *tcp)
{
	Stream *stream = tcp->stream;

	xsmcSetHostData(*instance, NULL);
	xsmcSetHostDestructor(*instance, NULL);
	if (tcp->remembered)
		xsForget(tcp->object);
	tcp->stream = NULL;
	if (!tcp->telling)
		free(tcp);
	if (stream) {
		modInstrumentationAdjust(NetworkSockets, -1);
	}
	return stream;
}

void xs_tcp_destructor(void *data)
{
	TCP *tcp = data;

	if (!tcp)
		return;
	if (tcp->stream) {
		streamClose(tcp->stream);
		modInstrumentationAdjust(NetworkSockets, -1);
	}
	free(tcp);
}

void xs_tcp_close(xsMachine *the)
{
	TCP *tcp = xsmcGetHostData(xsThis);
	Stream *stream;

	if (!tcp)
		return;
	tcp = xsmcGetHostDataValidate(xsThis, (void *)&hooks);
	stream = detach(the, &xsThis, tcp);
	if (stream)
		streamClose(stream);
}

/* Collected at any time from here on, even if a later option throws. */
static TCP *newRecord(xsMachine *the)
{
	TCP *tcp = calloc(1, sizeof(TCP));

	if (!tcp)
		xsRangeError("no memory");
	xsmcSetHostData(xsThis, tcp);
	xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
	tcp->the = the;
	tcp->object = xsThis;
	tcp->format = kIOFormatBuffer;
	return tcp;
}

static bool getCallbacks(xsMachine *the, TCP *tcp)
{
	int i;
	bool any = false;

	tcp->callbacks[kOnReadable] = builtinGetCallback(the, xsID_onReadable);
	tcp->callbacks[kOnWritable] = builtinGetCallback(the, xsID_onWritable);
	tcp->callbacks[kOnEnd] = builtinGetCallback(the, xsID_onEnd);
	tcp->callbacks[kOnError] = builtinGetCallback(the, xsID_onError);
	for (i = 0; i < kCallbacks; i++)
		any |= NULL != tcp->callbacks[i];
	return any;
}

/* A TCP that gives its stream away, and is closed by it. */
static Stream *streamOfOther(xsMachine *the, xsSlot *from)
{
	TCP *tcp = xsmcGetHostDataValidate(*from, (void *)&hooks);

	if (!tcp || !tcp->stream)
		xsUnknownError("invalid from");
	return detach(the, from, tcp);
}

static Stream *streamToAddress(xsMachine *the)
{
	char text[IPADDR_STRLEN_MAX];
	ip_addr_t address;
	int port;
	Stream *stream;

	xsmcGet(xsVar(0), xsArg(0), xsID_address);
	if (!ipaddr_aton(xsmcToStringBuffer(xsVar(0), text, sizeof(text)), &address))
		xsUnknownError("invalid address");
	xsmcGet(xsVar(0), xsArg(0), xsID_port);
	port = builtinGetSignedInteger(the, &xsVar(0));
	if (port < 0 || port > 65535)
		xsRangeError("invalid port");
	stream = streamConnect(&address, (u16_t)port);
	if (!stream)
		xsUnknownError("no connection");
	return stream;
}

void xs_tcp_constructor(xsMachine *the)
{
	TCP *tcp = newRecord(the);
	bool remember, delay = false, noDelay = false;
	Stream *stream;

	if (0 == xsmcArgc || xsUndefinedType == xsmcTypeOf(xsArg(0)))
		return;
	xsmcVars(1);
	socketsOpen(the);
	tcp->format = tcpFormat(the, builtinInitializeFormat(the, kIOFormatBuffer));
	remember = getCallbacks(the, tcp);
	if (xsmcHas(xsArg(0), xsID_nodelay)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_nodelay);
		noDelay = xsmcTest(xsVar(0));
		delay = !noDelay;
	}
	builtinInitializeTarget(the);
	if (xsmcHas(xsArg(0), xsID_from)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_from);
		stream = streamOfOther(the, &xsVar(0));
	}
	else
		stream = streamToAddress(the);
	/* Nothing throws from here on. */
	if (noDelay || delay)
		streamNoDelay(stream, noDelay);
	tcp->remembered = remember;
	if (remember)
		xsRemember(tcp->object);
	tcpOwn(tcp, stream);
}

void tcpTakeStream(xsMachine *the, xsSlot *instance, Stream *stream)
{
	tcpOwn(xsmcGetHostDataValidate(*instance, (void *)&hooks), stream);
}
