/*
	The firmware's classes TCP and Listener in the shell of tools/xs, on lwIP with its thread, with both ends of each
	connection in this process (wire.h). Globals:

		NativeTCP, NativeListener    as "embedded:io/socket/tcp" and "…/listener"
		NativeUDP                    as "…/udp"
		address                      where our own ports are reached
		wait(ms)                     delivers the messages that come within ms, like the firmware's main loop
		nativeAsk(host, callback)    as resolver.js has it
		blocks()                     lwIP's control blocks in use
		yielding()                   those of them that give way to new connections
		ttl()                        that of the last datagram of UDP that was sent
		shorten(looks)               makes the heap short for one look at it, after so many more
*/

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "xsmc.h"
#include "xsHost.h"
#include "builtinCommon.h"

#include "../wire.h"
#include "lwip/tcpip.h"

extern void xs_tcp_constructor(xsMachine *the);
extern void xs_tcp_destructor(void *data);
extern void xs_tcp_close(xsMachine *the);
extern void xs_tcp_read(xsMachine *the);
extern void xs_tcp_write(xsMachine *the);
extern void xs_tcp_end(xsMachine *the);
extern void xs_tcp_get_remoteAddress(xsMachine *the);
extern void xs_tcp_get_remotePort(xsMachine *the);
extern void xs_tcp_get_format(xsMachine *the);
extern void xs_tcp_set_format(xsMachine *the);
extern void xs_resolver_ask(xsMachine *the);
extern void xs_listener_constructor(xsMachine *the);
extern void xs_listener_close_(xsMachine *the);
extern void xs_listener_read(xsMachine *the);
extern void xs_listener_get_port(xsMachine *the);
extern void xs_udp_constructor(xsMachine *the);
extern void xs_udp_close(xsMachine *the);
extern void xs_udp_read(xsMachine *the);
extern void xs_udp_write(xsMachine *the);
extern void xs_udp_add(xsMachine *the);

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t posted = PTHREAD_COND_INITIALIZER;
static modMessageDeliver message;

int modMessagePostToMachine(xsMachine *the, uint8_t *bytes, uint16_t length, modMessageDeliver deliver, void *refcon)
{
	int full;

	pthread_mutex_lock(&mutex);
	/* A queue of one. */
	full = NULL != message;
	if (!full)
		message = deliver;
	pthread_cond_signal(&posted);
	pthread_mutex_unlock(&mutex);
	return full ? -2 : 0;
}

/* NULL when none comes until then. */
static modMessageDeliver next(const struct timespec *until)
{
	modMessageDeliver deliver;

	pthread_mutex_lock(&mutex);
	while (!message && ETIMEDOUT != pthread_cond_timedwait(&posted, &mutex, until))
		;
	deliver = message;
	message = NULL;
	pthread_mutex_unlock(&mutex);
	return deliver;
}

static void waitFor(xsMachine *the)
{
	xsIntegerValue ms = xsmcToInteger(xsArg(0));
	struct timespec until;
	modMessageDeliver deliver;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while ((deliver = next(&until)))
		deliver(the, NULL, NULL, 0);
}

static void countBlocks(xsMachine *the)
{
	unsigned count;

	LOCK_TCPIP_CORE();
	wireSweep();
	count = wireBlocks();
	UNLOCK_TCPIP_CORE();
	xsmcSetInteger(xsResult, (int)count);
}

static void countYielding(xsMachine *the)
{
	unsigned count;

	LOCK_TCPIP_CORE();
	wireSweep();
	count = wireYielding();
	UNLOCK_TCPIP_CORE();
	xsmcSetInteger(xsResult, (int)count);
}

static void lastTtl(xsMachine *the)
{
	unsigned ttl;

	LOCK_TCPIP_CORE();
	ttl = wireTtl();
	UNLOCK_TCPIP_CORE();
	xsmcSetInteger(xsResult, (int)ttl);
}

static void shorten(xsMachine *the)
{
	wireShorten((uint32_t)xsmcToInteger(xsArg(0)));
}

static void instantiate(xsMachine *the)
{
	xsmcGet(xsResult, xsTarget, xsID("prototype"));
	xsResult = xsNewHostInstance(xsResult);
	xsThis = xsResult;
}

static void constructTCP(xsMachine *the)
{
	instantiate(the);
	xs_tcp_constructor(the);
}

static void constructListener(xsMachine *the)
{
	instantiate(the);
	xs_listener_constructor(the);
}

static void constructUDP(xsMachine *the)
{
	instantiate(the);
	xs_udp_constructor(the);
}

/* As listener.js. */
static void readListener(xsMachine *the)
{
	xsmcVars(1);
	xsVar(0) = xsNew0(xsGlobal, xsID("NativeTCP"));
	xsResult = xsCall1(xsThis, xsID("take"), xsVar(0));
}

static void define(xsMachine *the, xsSlot *object, char *name, xsCallback callback, int length, int flags)
{
	xsVar(0) = xsNewHostFunction(callback, length);
	if (flags)
		xsmcDefine(*object, xsID(name), xsVar(0), flags);
	else
		xsmcSet(*object, xsID(name), xsVar(0));
}

void installMore(xsMachine *the)
{
	ip_addr_t address = wireAddress();

	wireOpen(0, 1);
	xsBeginHost(the);
	xsmcVars(3);
	xsVar(1) = xsNewHostObject(NULL);
	xsVar(2) = xsNewHostConstructor(constructTCP, 1, xsVar(1));
	define(the, &xsVar(1), "close", xs_tcp_close, 0, 0);
	define(the, &xsVar(1), "read", xs_tcp_read, 0, 0);
	define(the, &xsVar(1), "write", xs_tcp_write, 1, 0);
	define(the, &xsVar(1), "end", xs_tcp_end, 0, 0);
	define(the, &xsVar(1), "remoteAddress", xs_tcp_get_remoteAddress, 0, xsIsGetter);
	define(the, &xsVar(1), "remotePort", xs_tcp_get_remotePort, 0, xsIsGetter);
	define(the, &xsVar(1), "format", xs_tcp_get_format, 0, xsIsGetter);
	define(the, &xsVar(1), "format", xs_tcp_set_format, 1, xsIsSetter);
	xsmcSet(xsGlobal, xsID("NativeTCP"), xsVar(2));
	xsVar(1) = xsNewHostObject(NULL);
	xsVar(2) = xsNewHostConstructor(constructListener, 1, xsVar(1));
	define(the, &xsVar(1), "close", xs_listener_close_, 0, 0);
	define(the, &xsVar(1), "read", readListener, 0, 0);
	define(the, &xsVar(1), "take", xs_listener_read, 1, 0);
	define(the, &xsVar(1), "port", xs_listener_get_port, 0, xsIsGetter);
	xsmcSet(xsGlobal, xsID("NativeListener"), xsVar(2));
	xsVar(1) = xsNewHostObject(NULL);
	xsVar(2) = xsNewHostConstructor(constructUDP, 1, xsVar(1));
	define(the, &xsVar(1), "close", xs_udp_close, 0, 0);
	define(the, &xsVar(1), "read", xs_udp_read, 0, 0);
	define(the, &xsVar(1), "write", xs_udp_write, 3, 0);
	define(the, &xsVar(1), "add", xs_udp_add, 1, 0);
	xsmcSet(xsGlobal, xsID("NativeUDP"), xsVar(2));
	define(the, &xsGlobal, "wait", waitFor, 1, 0);
	define(the, &xsGlobal, "nativeAsk", xs_resolver_ask, 2, 0);
	define(the, &xsGlobal, "blocks", countBlocks, 0, 0);
	define(the, &xsGlobal, "yielding", countYielding, 0, 0);
	define(the, &xsGlobal, "ttl", lastTtl, 0, 0);
	define(the, &xsGlobal, "shorten", shorten, 1, 0);
	xsVar(0) = xsString(ipaddr_ntoa(&address));
	xsmcSet(xsGlobal, xsID("address"), xsVar(0));
	xsEndHost(the);
}
