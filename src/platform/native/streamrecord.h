/* What stream.c and door.c know of a Stream and a Door. Every field is touched under the core lock only. */

#pragma once

#include "lwip/tcp.h"

#include "corelock.h"
#include "inbox.h"
#include "news.h"
#include "stream.h"

struct Stream {
	News news;
	/* NULL once both halves have ended, or one is broken. */
	struct tcp_pcb *pcb;
	Inbox inbox;
	/* Where it waits to be taken, and who waits behind it; NULL once taken. */
	Door *door;
	Stream *next;
	ip_addr_t address;
	u16_t port;
	u8_t receiving;
	u8_t sending;
};

/* stream.c: a stream for a connection that exists in lwIP, its callbacks set. NULL when there is no memory. */
extern Stream *streamAdopt(struct tcp_pcb *pcb, Sending sending);

/* stream.c, the core lock held: the stream of a control block, NULL when it has none, or none any more. */
extern Stream *streamOf(const struct tcp_pcb *pcb);

/* stream.c, the core lock held: resets it, and has that told. */
extern void streamAbort(Stream *stream);

/* stream.c, the core lock held: ends it as streamClose says, and frees it. */
extern void streamFree(Stream *stream);

/* door.c: a stream that waits at its door is gone: forgets it. */
extern void doorForget(Stream *stream);
