/*
	A Stream's life: from lwIP's callbacks to the host, and its two ends. See stream.h; reading and writing are in transfer.c.

	lwIP's callbacks run with the core lock held, in lwIP's thread or inside a function of ours.
*/

#include <stdlib.h>

#include "shortage.h"
#include "streamrecord.h"

/* lwIP calls the poll callback every half second as often. */
enum { kPollInterval = 2 };

/*
	lwIP finishes the connection alone. After this the control block may vanish at any time: it gives way to a new connection
	when there are no others, so that peers who never close their half cannot keep anybody out.
*/
static void letGo(Stream *stream)
{
	struct tcp_pcb *pcb = stream->pcb;

	tcp_setprio(pcb, TCP_PRIO_MIN);
	tcp_arg(pcb, NULL);
	tcp_recv(pcb, NULL);
	tcp_sent(pcb, NULL);
	tcp_err(pcb, NULL);
	tcp_poll(pcb, NULL, 0);
	stream->pcb = NULL;
}

void streamAbort(Stream *stream)
{
	struct tcp_pcb *pcb = stream->pcb;

	if (pcb) {
		letGo(stream);
		tcp_abort(pcb);
	}
	stream->receiving = kReceivingBroken;
	newsAdd(&stream->news, kStreamOver);
}

static err_t onReceived(void *arg, struct tcp_pcb *pcb, struct pbuf *chain, err_t err)
{
	Stream *stream = arg;

	LWIP_UNUSED_ARG(err);
	if (chain) {
		/* Never refused: what lwIP has to keep is lost when our FIN has been sent and the peer's arrives. */
		inboxAdd(&stream->inbox, chain);
		newsAdd(&stream->news, kStreamReadable);
		return shortageRelieve(pcb) ? ERR_ABRT : ERR_OK;
	}
	/* The error callback stays: a reset may follow the FIN. */
	stream->receiving = kReceivingEnded;
	/* A control block in TIME_WAIT is freed without a word. */
	if (CLOSE_WAIT != pcb->state || kSendingEnded == stream->sending)
		letGo(stream);
	newsAdd(&stream->news, kStreamOver);
	return ERR_OK;
}

Stream *streamOf(const struct tcp_pcb *pcb)
{
	return onReceived == pcb->recv ? pcb->callback_arg : NULL;
}

static err_t onSent(void *arg, struct tcp_pcb *pcb, u16_t length)
{
	Stream *stream = arg;

	LWIP_UNUSED_ARG(pcb);
	LWIP_UNUSED_ARG(length);
	if (kSending == stream->sending)
		newsAdd(&stream->news, kStreamWritable);
	return ERR_OK;
}

static err_t onConnected(void *arg, struct tcp_pcb *pcb, err_t err)
{
	Stream *stream = arg;

	LWIP_UNUSED_ARG(pcb);
	LWIP_UNUSED_ARG(err);
	stream->sending = kSending;
	newsAdd(&stream->news, kStreamWritable);
	return ERR_OK;
}

static err_t onPoll(void *arg, struct tcp_pcb *pcb)
{
	LWIP_UNUSED_ARG(arg);
	LWIP_UNUSED_ARG(pcb);
	newsRetry();
	return ERR_OK;
}

/* The control block is freed already. */
static void onGone(void *arg, err_t err)
{
	Stream *stream = arg;

	LWIP_UNUSED_ARG(err);
	stream->pcb = NULL;
	if (stream->door) {
		doorForget(stream);
		streamFree(stream);
	}
	else {
		/* A reset is told at once, and what was not read goes with it. */
		inboxClear(&stream->inbox);
		streamAbort(stream);
	}
}

Stream *streamAdopt(struct tcp_pcb *pcb, Sending sending)
{
	Stream *stream = calloc(1, sizeof(Stream));

	if (!stream)
		return NULL;
	stream->pcb = pcb;
	stream->sending = sending;
	stream->address = pcb->remote_ip;
	stream->port = pcb->remote_port;
	tcp_arg(pcb, stream);
	tcp_recv(pcb, onReceived);
	tcp_sent(pcb, onSent);
	tcp_err(pcb, onGone);
	tcp_poll(pcb, onPoll, kPollInterval);
	return stream;
}

void streamFree(Stream *stream)
{
	struct tcp_pcb *pcb = stream->pcb;
	bool unread = stream->inbox.length > 0;

	newsDrop(&stream->news);
	inboxClear(&stream->inbox);
	if (pcb) {
		letGo(stream);
		/* RFC 9293 §3.6.1: closing with unread data SHOULD reset. And closing may fail for want of memory. */
		if (unread || ERR_OK != tcp_close(pcb))
			tcp_abort(pcb);
	}
	free(stream);
}

static Stream *connectTo(struct tcp_pcb *pcb, const ip_addr_t *address, u16_t port)
{
	Stream *stream = streamAdopt(pcb, kSendingNotYet);

	if (!stream) {
		tcp_abort(pcb);
		return NULL;
	}
	stream->address = *address;
	stream->port = port;
	if (ERR_OK == tcp_connect(pcb, address, port, onConnected))
		return stream;
	streamAbort(stream);
	streamFree(stream);
	return NULL;
}

Stream *streamConnect(const ip_addr_t *address, u16_t port)
{
	struct tcp_pcb *pcb;
	Stream *stream = NULL;

	LOCK_TCPIP_CORE();
	pcb = tcp_new_ip_type(IP_GET_TYPE(address));
	if (pcb)
		stream = connectTo(pcb, address, port);
	UNLOCK_TCPIP_CORE();
	return stream;
}

void streamOwn(Stream *stream, void *owner, StreamTell tell)
{
	unsigned what = 0;

	LOCK_TCPIP_CORE();
	stream->news.owner = owner;
	stream->news.tell = tell;
	if (stream->inbox.length > 0)
		what |= kStreamReadable;
	if (kSending == stream->sending)
		what |= kStreamWritable;
	if (kReceiving != stream->receiving)
		what |= kStreamOver;
	if (what)
		newsAdd(&stream->news, what);
	UNLOCK_TCPIP_CORE();
}

void streamEnd(Stream *stream)
{
	LOCK_TCPIP_CORE();
	if (kSending == stream->sending && stream->pcb) {
		stream->sending = kSendingEnded;
		/* It may fail for want of memory. */
		if (ERR_OK != tcp_shutdown(stream->pcb, 0, 1))
			streamAbort(stream);
		else if (kReceivingEnded == stream->receiving)
			letGo(stream);
	}
	UNLOCK_TCPIP_CORE();
}

void streamClose(Stream *stream)
{
	LOCK_TCPIP_CORE();
	streamFree(stream);
	UNLOCK_TCPIP_CORE();
}
