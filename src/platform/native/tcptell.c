/*
	The callbacks of the class TCP (tcp.c), and the way from lwIP's thread to XS's: one message of XS's queue stands for all
	that is new.
*/

#include <stdlib.h>

#if ESP32
	#include "esp_netif.h"
#endif

#include "news.h"
#include "tcprecord.h"

static xsMachine *gMachine;

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
#if ESP32
	/* Before the first interface lwIP has not begun. The SDK wants one that is up, which our access point is only in a moment. */
	if (0 == esp_netif_get_nr_of_ifs())
		xsUnknownError("no network");
#endif
	if (the == gMachine)
		return;
	gMachine = the;
	newsOpen(wake);
}

/* The callback may close the instance. */
static void callWith(TCP *tcp, int which, uint32_t count)
{
	xsBeginHost(tcp->the);
		xsmcSetInteger(xsResult, (int32_t)count);
		xsCallFunction1(xsReference(tcp->callbacks[which]), tcp->object, xsResult);
	xsEndHost(tcp->the);
}

static void call(TCP *tcp, int which)
{
	xsBeginHost(tcp->the);
		xsCallFunction0(xsReference(tcp->callbacks[which]), tcp->object);
	xsEndHost(tcp->the);
}

static void tellReadable(TCP *tcp)
{
	StreamState state = streamState(tcp->stream);

	if (state.unread && tcp->callbacks[kOnReadable])
		callWith(tcp, kOnReadable, state.unread);
}

static void tellWritable(TCP *tcp)
{
	StreamState state = streamState(tcp->stream);

	if (state.writable && tcp->callbacks[kOnWritable])
		callWith(tcp, kOnWritable, state.writable);
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
		call(tcp, which);
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

void tcpOwn(TCP *tcp, Stream *stream)
{
	tcp->stream = stream;
	streamOwn(stream, tcp, tell);
	modInstrumentationAdjust(NetworkSockets, +1);
}
