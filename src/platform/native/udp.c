/*
	UDP of ECMA-419 §16 as a class of XS over a Mailbox (mailbox.h).

	onReadable(count) tells how many datagrams wait; each read() returns one as an ArrayBuffer with `address` and `port`. Those
	left are told of again with the next. Beyond ECMA-419: `timeToLive` holds for multicast, too, `onLink` has datagrams
	from other networks dropped, and add(group) joins a group, as in the SDK. Limits: one group; IPv4.
*/

#include <stdlib.h>

#include "mc.xs.h"
#include "modInstrumentation.h"
#include "builtinCommon.h"

#include "mailbox.h"
#include "xssocket.h"

typedef struct {
	/* NULL before it is open, and once it is closed. */
	Mailbox *mailbox;
	xsMachine *the;
	xsSlot object;
	xsSlot *onReadable;
	/* Whether tell() is under way, which frees what is closed meanwhile. */
	uint8_t telling;
} UDP;

static void mark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	UDP *udp = data;

	if (udp->onReadable)
		markRoot(the, udp->onReadable);
}

extern void xs_udp_destructor(void *data);

static const xsHostHooks ICACHE_RODATA_ATTR hooks = { xs_udp_destructor, mark, NULL };

static UDP *recordOf(xsMachine *the, xsSlot *instance)
{
	UDP *udp = xsmcGetHostDataValidate(*instance, (void *)&hooks);

	if (!udp->mailbox)
		xsUnknownError("closed");
	return udp;
}

static void tell(void *owner, unsigned what)
{
	UDP *udp = owner;
	unsigned count = mailboxPending(udp->mailbox);

	if (!count || !udp->onReadable)
		return;
	udp->telling = true;
	xsBeginHost(udp->the);
		xsmcSetInteger(xsResult, (int32_t)count);
		xsCallFunction1(xsReference(udp->onReadable), udp->object, xsResult);
	xsEndHost(udp->the);
	udp->telling = false;
	if (!udp->mailbox)
		free(udp);
}

static int optionOf(xsMachine *the, xsIdentifier id, int least, int most, int otherwise, char *complaint)
{
	int value;

	if (!xsmcHas(xsArg(0), id))
		return otherwise;
	xsmcGet(xsVar(0), xsArg(0), id);
	if (xsUndefinedType == xsmcTypeOf(xsVar(0)))
		return otherwise;
	value = builtinGetSignedInteger(the, &xsVar(0));
	if (value < least || value > most)
		xsRangeError(complaint);
	return value;
}

/* It lives until it is closed. */
void xs_udp_constructor(xsMachine *the)
{
	UDP *udp;
	int port, ttl;
	bool onLink = false;

	xsmcVars(1);
	socketsOpen(the);
	udp = calloc(1, sizeof(UDP));
	if (!udp)
		xsRangeError("no memory");
	xsmcSetHostData(xsThis, udp);
	xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
	udp->the = the;
	udp->object = xsThis;
	port = optionOf(the, xsID_port, 0, 65535, 0, "invalid port");
	ttl = optionOf(the, xsID_timeToLive, 1, 255, 0, "invalid timeToLive");
	if (xsmcHas(xsArg(0), xsID_onLink)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_onLink);
		onLink = xsmcTest(xsVar(0));
	}
	udp->onReadable = builtinGetCallback(the, xsID_onReadable);
	if (kIOFormatBuffer != builtinInitializeFormat(the, kIOFormatBuffer))
		xsRangeError("unimplemented");
	builtinInitializeTarget(the);
	udp->mailbox = mailboxOpen((u16_t)port, (u8_t)ttl, onLink, udp, tell);
	if (!udp->mailbox)
		xsUnknownError("socket bind");
	xsRemember(udp->object);
	modInstrumentationAdjust(NetworkSockets, +1);
}

void xs_udp_destructor(void *data)
{
	UDP *udp = data;

	if (!udp)
		return;
	if (udp->mailbox) {
		mailboxClose(udp->mailbox);
		modInstrumentationAdjust(NetworkSockets, -1);
	}
	free(udp);
}

void xs_udp_close(xsMachine *the)
{
	UDP *udp = xsmcGetHostData(xsThis);

	if (!udp)
		return;
	udp = recordOf(the, &xsThis);
	xsForget(udp->object);
	xsmcSetHostData(xsThis, NULL);
	xsmcSetHostDestructor(xsThis, NULL);
	mailboxClose(udp->mailbox);
	udp->mailbox = NULL;
	modInstrumentationAdjust(NetworkSockets, -1);
	if (!udp->telling)
		free(udp);
}

void xs_udp_read(xsMachine *the)
{
	Datagram *datagram = mailboxTake(recordOf(the, &xsThis)->mailbox);
	char text[IPADDR_STRLEN_MAX];

	if (!datagram)
		return;
	xsmcVars(1);
	/* XS may have no memory for it. */
	xsTry {
		xsmcSetArrayBuffer(xsResult, datagram->bytes, datagram->length);
		xsmcSetInteger(xsVar(0), datagram->port);
		xsmcSet(xsResult, xsID_port, xsVar(0));
		xsmcSetString(xsVar(0), ipaddr_ntoa_r(&datagram->address, text, sizeof(text)));
		xsmcSet(xsResult, xsID_address, xsVar(0));
		modInstrumentationAdjust(NetworkBytesRead, datagram->length);
	}
	xsCatch {
		free(datagram);
		xsThrow(xsException);
	}
	free(datagram);
}

static void addressOf(xsMachine *the, xsSlot *slot, ip_addr_t *address)
{
	char text[IPADDR_STRLEN_MAX];

	if (!ipaddr_aton(xsmcToStringBuffer(*slot, text, sizeof(text)), address))
		xsUnknownError("invalid address");
}

void xs_udp_write(xsMachine *the)
{
	UDP *udp = recordOf(the, &xsThis);
	void *bytes;
	xsUnsignedValue length;
	ip_addr_t address;
	int port;

	addressOf(the, &xsArg(1), &address);
	port = builtinGetSignedInteger(the, &xsArg(2));
	if (port < 1 || port > 65535)
		xsRangeError("invalid port");
	xsmcGetBufferReadable(xsArg(0), &bytes, &length);
	if (length > kDatagramLength)
		xsRangeError("too long");
	if (!mailboxSend(udp->mailbox, bytes, (u16_t)length, &address, (u16_t)port))
		xsUnknownError("not sent");
	modInstrumentationAdjust(NetworkBytesWritten, length);
}

void xs_udp_add(xsMachine *the)
{
	UDP *udp = recordOf(the, &xsThis);
	ip_addr_t group;

	addressOf(the, &xsArg(0), &group);
	if (!mailboxJoin(udp->mailbox, &group))
		xsUnknownError("no multicast");
}
