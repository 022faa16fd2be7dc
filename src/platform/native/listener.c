/*
	Listener of ECMA-419 §16.3 as a class of XS over a Door (stream.h).

	onReadable(count) tells how many connections wait; each read() returns one as a TCP without callbacks, to be given to
	`new TCP({ from })`, now or later: what arrives meanwhile waits in it. Those left are told of again with the next.
	Limits: `address` is ignored, as in the SDK; IPv4.
*/

#include <stdlib.h>

#include "mc.xs.h"
#include "modInstrumentation.h"
#include "builtinCommon.h"

#include "xssocket.h"

typedef struct {
	/* NULL before it is open, and once it is closed. */
	Door *door;
	xsMachine *the;
	xsSlot object;
	xsSlot *onReadable;
	/* Whether tell() is under way, which frees what is closed meanwhile. */
	uint8_t telling;
} Listener;

static void mark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	Listener *listener = data;

	if (listener->onReadable)
		markRoot(the, listener->onReadable);
}

extern void xs_listener_destructor_(void *data);

static const xsHostHooks ICACHE_RODATA_ATTR hooks = { xs_listener_destructor_, mark, NULL };

static Listener *recordOf(xsMachine *the, xsSlot *instance)
{
	Listener *listener = xsmcGetHostDataValidate(*instance, (void *)&hooks);

	if (!listener->door)
		xsUnknownError("closed");
	return listener;
}

static void tell(void *owner, unsigned what)
{
	Listener *listener = owner;
	unsigned count = doorPending(listener->door);

	if (!count || !listener->onReadable)
		return;
	listener->telling = true;
	xsBeginHost(listener->the);
		xsmcSetInteger(xsResult, (int32_t)count);
		xsCallFunction1(xsReference(listener->onReadable), listener->object, xsResult);
	xsEndHost(listener->the);
	listener->telling = false;
	if (!listener->door)
		free(listener);
}

/* It lives until it is closed. */
void xs_listener_constructor(xsMachine *the)
{
	Listener *listener;
	int port = 0;

	xsmcVars(1);
	socketsOpen(the);
	listener = calloc(1, sizeof(Listener));
	if (!listener)
		xsRangeError("no memory");
	xsmcSetHostData(xsThis, listener);
	xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
	listener->the = the;
	listener->object = xsThis;
	if (xsmcHas(xsArg(0), xsID_port)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_port);
		port = builtinGetSignedInteger(the, &xsVar(0));
		if (port < 0 || port > 65535)
			xsRangeError("invalid port");
	}
	listener->onReadable = builtinGetCallback(the, xsID_onReadable);
	if (kIOFormatSocketTCP != builtinInitializeFormat(the, kIOFormatSocketTCP))
		xsRangeError("unimplemented");
	builtinInitializeTarget(the);
	listener->door = doorOpen((u16_t)port, listener, tell);
	if (!listener->door)
		xsUnknownError("socket bind");
	xsRemember(listener->object);
	modInstrumentationAdjust(NetworkSockets, +1);
}

void xs_listener_destructor_(void *data)
{
	Listener *listener = data;

	if (!listener)
		return;
	if (listener->door) {
		doorClose(listener->door);
		modInstrumentationAdjust(NetworkSockets, -1);
	}
	free(listener);
}

void xs_listener_close_(xsMachine *the)
{
	Listener *listener = xsmcGetHostData(xsThis);

	if (!listener)
		return;
	listener = recordOf(the, &xsThis);
	xsForget(listener->object);
	xsmcSetHostData(xsThis, NULL);
	xsmcSetHostDestructor(xsThis, NULL);
	doorClose(listener->door);
	listener->door = NULL;
	modInstrumentationAdjust(NetworkSockets, -1);
	if (!listener->telling)
		free(listener);
}

/* xsArg(0): a TCP made without options. */
void xs_listener_read(xsMachine *the)
{
	Stream *stream = doorTake(recordOf(the, &xsThis)->door);

	if (!stream)
		return;
	tcpTakeStream(the, &xsArg(0), stream);
	xsResult = xsArg(0);
}

void xs_listener_get_port(xsMachine *the)
{
	xsmcSetInteger(xsResult, doorPort(recordOf(the, &xsThis)->door));
}
