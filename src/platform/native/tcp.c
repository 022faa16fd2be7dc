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

#include "mc.xs.h"
#include "modInstrumentation.h"
#include "builtinCommon.h"
#if ESP32
	#include "esp_netif.h"
#endif

#include "news.h"
#include "xssocket.h"

enum { kReadLimit = 1024 };

enum { kOnReadable, kOnWritable, kOnEnd, kOnError, kCallbacks };

/* What of the connection's end has been told. */
typedef enum { kNothing, kEnd, kError } Told;

typedef struct {
	/* NULL before it takes one, and once it is closed. */
	Stream *stream;
	xsMachine *the;
	xsSlot object;
	xsSlot *callbacks[kCallbacks];
	uint8_t format;
	uint8_t told;
	/* Whether `object` is kept alive. */
	uint8_t remembered;
	/* Whether tell() is under way, which frees what is closed meanwhile. */
	uint8_t telling;
} TCP;

static xsMachine *gMachine;

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

static void deliver(void *the, void *refcon, uint8_t *message, uint16_t length)
{
	newsDeliver();
}

/* With MODDEF_TASK_QUEUEWAIT 0 posting does not wait for room. */
static bool wake(void)
{
	return 0 == modMessagePostToMachine(gMachine, NULL, 0, deliver, NULL);
}

void socketsOpen(xsMachine *the)
{
	CHECK_NETWORK_SAFE();
	if (the == gMachine)
		return;
	gMachine = the;
	newsOpen(wake);
}

/* The record of an open instance. Throws for any other. */
static TCP *recordOf(xsMachine *the, xsSlot *instance)
{
	TCP *tcp = xsmcGetHostDataValidate(*instance, (void *)&hooks);

	if (!tcp->stream)
		xsUnknownError("closed");
	return tcp;
}

/* Who is told now: not the record of an instance that was closed meanwhile. */
static void call(TCP *tcp, int which, uint32_t count)
{
	xsBeginHost(tcp->the);
		xsmcSetInteger(xsResult, (int32_t)count);
		xsCallFunction1(xsReference(tcp->callbacks[which]), tcp->object, xsResult);
	xsEndHost(tcp->the);
}

static void tellReadable(TCP *tcp)
{
	StreamState state = streamState(tcp->stream);

	if (state.unread && tcp->callbacks[kOnReadable])
		call(tcp, kOnReadable, state.unread);
}

static void tellWritable(TCP *tcp)
{
	StreamState state = streamState(tcp->stream);

	if (state.writable && tcp->callbacks[kOnWritable])
		call(tcp, kOnWritable, state.writable);
}

/* The end, once everything received has been read. */
static void tellOver(TCP *tcp)
{
	StreamState state = streamState(tcp->stream);
	int which = kOnError;

	if (state.unread || kReceiving == state.receiving)
		return;
	if (kReceivingEnded == state.receiving) {
		if (kNothing != tcp->told)
			return;
		if (tcp->callbacks[kOnEnd])
			which = kOnEnd;
	}
	tcp->told = kOnEnd == which ? kEnd : kError;
	if (tcp->callbacks[which])
		call(tcp, which, 0);
}

/* Any callback may close the instance, and nothing follows onError. */
static void tell(void *owner, unsigned what)
{
	TCP *tcp = owner;

	tcp->telling = true;
	if (what & kStreamWritten)
		streamFlush(tcp->stream);
	if (what & kStreamReadable && kError != tcp->told)
		tellReadable(tcp);
	if (what & kStreamWritable && tcp->stream && kError != tcp->told)
		tellWritable(tcp);
	if (what & kStreamOver && tcp->stream && kError != tcp->told)
		tellOver(tcp);
	tcp->telling = false;
	if (!tcp->stream)
		free(tcp);
}

static void own(TCP *tcp, Stream *stream)
{
	tcp->stream = stream;
	streamOwn(stream, tcp, tell);
	modInstrumentationAdjust(NetworkSockets, +1);
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
	if (stream)
		modInstrumentationAdjust(NetworkSockets, -1);
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

static uint8_t checkFormat(xsMachine *the, uint8_t format)
{
	if (kIOFormatNumber != format && kIOFormatBuffer != format)
		xsRangeError("unimplemented");
	return format;
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
	tcp->format = checkFormat(the, builtinInitializeFormat(the, kIOFormatBuffer));
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
	own(tcp, stream);
}

void tcpTakeStream(xsMachine *the, xsSlot *instance, Stream *stream)
{
	own(xsmcGetHostDataValidate(*instance, (void *)&hooks), stream);
}

/* How many bytes a read is for; its buffer, or NULL for one to be made. Throws where there are fewer. */
static uint32_t requested(xsMachine *the, uint32_t unread, void **into)
{
	xsUnsignedValue length;
	int32_t count;

	if (0 == xsmcArgc)
		return unread < kReadLimit ? unread : kReadLimit;
	if (xsReferenceType == xsmcTypeOf(xsArg(0))) {
		xsmcGetBufferWritable(xsArg(0), into, &length);
		if (length > unread || 0 == length)
			xsUnknownError("invalid");
		return length;
	}
	count = xsmcToInteger(xsArg(0));
	if (count <= 0 || (uint32_t)count > unread)
		xsUnknownError("invalid");
	return (uint32_t)count;
}

void xs_tcp_read(xsMachine *the)
{
	TCP *tcp = recordOf(the, &xsThis);
	uint32_t count, unread = streamState(tcp->stream).unread;
	void *into = NULL;
	uint8_t byte;

	if (0 == unread)
		return;
	if (kIOFormatNumber == tcp->format) {
		streamRead(tcp->stream, &byte, 1);
		xsmcSetInteger(xsResult, byte);
		return;
	}
	count = requested(the, unread, &into);
	if (into)
		xsmcSetInteger(xsResult, (int32_t)count);
	else
		into = xsmcSetArrayBuffer(xsResult, NULL, (int32_t)count);
	streamRead(tcp->stream, into, count);
	modInstrumentationAdjust(NetworkBytesRead, count);
	if (0 == xsmcArgc && count < unread)
		streamRemind(tcp->stream);
}

void xs_tcp_write(xsMachine *the)
{
	TCP *tcp = recordOf(the, &xsThis);
	StreamState state = streamState(tcp->stream);
	void *bytes;
	xsUnsignedValue count = 1;
	uint8_t byte;

	if (kSendingNotYet == state.sending && kReceivingBroken != state.receiving)
		xsUnknownError("not ready");
	if (kSendingEnded == state.sending)
		xsUnknownError("ended");
	if (kReceivingBroken == state.receiving || kError == tcp->told)
		return;
	if (kIOFormatBuffer == tcp->format)
		xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	else {
		byte = (uint8_t)xsmcToInteger(xsArg(0));
		bytes = &byte;
	}
	if (count > state.writable) {
		/* It may have been reset a moment ago. */
		if (kReceivingBroken == streamState(tcp->stream).receiving)
			return;
		xsUnknownError("would block");
	}
	if (!streamWrite(tcp->stream, bytes, count))
		return;
	modInstrumentationAdjust(NetworkBytesWritten, count);
	xsmcSetInteger(xsResult, (int32_t)streamState(tcp->stream).writable);
}

void xs_tcp_end(xsMachine *the)
{
	TCP *tcp = recordOf(the, &xsThis);

	if (kSendingNotYet == streamState(tcp->stream).sending)
		xsUnknownError("not ready");
	streamEnd(tcp->stream);
}

void xs_tcp_get_remoteAddress(xsMachine *the)
{
	TCP *tcp = recordOf(the, &xsThis);
	char text[IPADDR_STRLEN_MAX];

	xsmcSetString(xsResult, ipaddr_ntoa_r(streamAddress(tcp->stream), text, sizeof(text)));
}

void xs_tcp_get_remotePort(xsMachine *the)
{
	xsmcSetInteger(xsResult, streamPort(recordOf(the, &xsThis)->stream));
}

void xs_tcp_get_format(xsMachine *the)
{
	builtinGetFormat(the, recordOf(the, &xsThis)->format);
}

void xs_tcp_set_format(xsMachine *the)
{
	TCP *tcp = recordOf(the, &xsThis);

	tcp->format = checkFormat(the, builtinSetFormat(the));
}
