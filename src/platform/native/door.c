/*
	A listening port and the accepted streams that wait to be taken, oldest first. See stream.h.

	How many wait is bounded: lwIP ignores further connection requests meanwhile, which the peer repeats a second later, or,
	where it is built without a backlog, their connections are reset. One that is reset while it waits is forgotten; one
	that is half-closed waits on, since its request may be complete.
*/

#include <stdlib.h>

#include "streamrecord.h"

/* As many as can have come while the host was busy. Each costs what a Stream costs. */
enum { kPendingLimit = 16 };

struct Door {
	News news;
	struct tcp_pcb *pcb;
	Stream *first, *last;
	unsigned count;
	u16_t port;
};

static void append(Door *door, Stream *stream)
{
	stream->door = door;
	if (door->first)
		door->last->next = stream;
	else
		door->first = stream;
	door->last = stream;
	door->count++;
}

void doorForget(Stream *stream)
{
	Door *door = stream->door;
	Stream *before = NULL, *walker = door->first;

	while (walker != stream) {
		before = walker;
		walker = walker->next;
	}
	if (before)
		before->next = stream->next;
	else
		door->first = stream->next;
	if (door->last == stream)
		door->last = before;
	door->count--;
	stream->door = NULL;
	stream->next = NULL;
}

/* `pcb` is NULL where lwIP had no memory for one. It aborts what is not accepted. */
static err_t onAccepted(void *arg, struct tcp_pcb *pcb, err_t err)
{
	Door *door = arg;
	Stream *stream;

	if (!pcb || ERR_OK != err)
		return ERR_VAL;
	if (door->count >= kPendingLimit)
		return ERR_MEM;
	stream = streamAdopt(pcb, kSending);
	if (!stream)
		return ERR_MEM;
	tcp_backlog_delayed(pcb);
	append(door, stream);
	newsAdd(&door->news, kStreamReadable);
	return ERR_OK;
}

/* A connection may arrive as soon as the lock is let go: everything is set before. */
static bool listenOn(Door *door, u16_t port)
{
	struct tcp_pcb *pcb = tcp_new(), *listening;

	if (!pcb)
		return false;
	ip_set_option(pcb, SOF_REUSEADDR);
	if (ERR_OK != tcp_bind(pcb, IP_ADDR_ANY, port)) {
		tcp_close(pcb);
		return false;
	}
	listening = tcp_listen_with_backlog(pcb, kPendingLimit);
	if (!listening) {
		tcp_close(pcb);
		return false;
	}
	tcp_arg(listening, door);
	tcp_accept(listening, onAccepted);
	door->pcb = listening;
	door->port = listening->local_port;
	return true;
}

Door *doorOpen(u16_t port, void *owner, StreamTell tell)
{
	Door *door = calloc(1, sizeof(Door));
	bool open;

	if (!door)
		return NULL;
	door->news.owner = owner;
	door->news.tell = tell;
	LOCK_TCPIP_CORE();
	open = listenOn(door, port);
	UNLOCK_TCPIP_CORE();
	if (open)
		return door;
	free(door);
	return NULL;
}

u16_t doorPort(const Door *door)
{
	return door->port;
}

unsigned doorPending(Door *door)
{
	unsigned count;

	LOCK_TCPIP_CORE();
	count = door->count;
	UNLOCK_TCPIP_CORE();
	return count;
}

Stream *doorTake(Door *door)
{
	Stream *stream;

	LOCK_TCPIP_CORE();
	stream = door->first;
	if (stream) {
		doorForget(stream);
		if (stream->pcb) {
			tcp_backlog_accepted(stream->pcb);
		}
	}
	UNLOCK_TCPIP_CORE();
	return stream;
}

void doorClose(Door *door)
{
	LOCK_TCPIP_CORE();
	newsDrop(&door->news);
	while (door->first) {
		Stream *stream = door->first;

		doorForget(stream);
		streamAbort(stream);
		streamFree(stream);
	}
	tcp_accept(door->pcb, NULL);
	tcp_close(door->pcb);
	UNLOCK_TCPIP_CORE();
	free(door);
}
