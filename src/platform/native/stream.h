/*
	TCP connections over lwIP's raw functions, for a host that works in one thread of its own (XS). Knows no XS and no SDK.

	A Stream is complete from the moment lwIP has the connection: for an accepted one its callbacks are set inside lwIP's
	accept callback, so nothing can happen before it is looked after. What arrives waits in it, and lwIP's window opens only
	as the host reads: not reading is back-pressure. Its two halves end one by one, as TCP's do:

		receiving   open → ended (the peer's FIN) or broken (reset, refused, timed out); broken ends sending, too
		sending     not yet (connecting) → open → ended (our FIN)

	A Stream has a lwIP control block while one of its halves is open. When both have ended it lets go: lwIP finishes the
	connection and frees the block whenever it likes, without a word to us.

	When the heap runs short, the stream that holds most of it is broken (shortage.h).

	All functions are for the host's thread and take the core lock themselves. A Stream costs about 80 bytes beside lwIP's
	control block (about 200), at most a receive window of unread bytes, and at most a send buffer of bytes not acknowledged.
	Limits: IPv4 for connections that arrive; addresses are literals, no names.
*/

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "lwip/ip_addr.h"

typedef struct Stream Stream;
typedef struct Door Door;

/* What `tell` is told. */
enum {
	/* There are bytes to be read. */
	kStreamReadable = 1 << 0,
	/* There may be room to write. */
	kStreamWritable = 1 << 1,
	/* Receiving has ended or broken, or everything received before that has been read since. */
	kStreamOver = 1 << 2,
	/* Bytes have been written, call streamFlush: so what is written in one turn leaves together. */
	kStreamWritten = 1 << 3
};

typedef void (*StreamTell)(void *owner, unsigned what);

typedef enum { kReceiving, kReceivingEnded, kReceivingBroken } Receiving;
typedef enum { kSendingNotYet, kSending, kSendingEnded } Sending;

/* How a stream is: a copy, as of now. */
typedef struct {
	Receiving receiving;
	Sending sending;
	u32_t unread;
	/* Bytes that streamWrite takes now. It takes none once receiving is broken. */
	u32_t writable;
} StreamState;

/* Connects. NULL when lwIP refuses (no memory, no route). It has no owner yet. */
extern Stream *streamConnect(const ip_addr_t *address, u16_t port);

/* `tell` is told of everything from now on, and first of all that holds already. One owner follows the other. */
extern void streamOwn(Stream *stream, void *owner, StreamTell tell);

extern void streamNoDelay(Stream *stream, bool noDelay);

extern StreamState streamState(Stream *stream);

/* The peer's, valid as long as the stream. */
extern const ip_addr_t *streamAddress(const Stream *stream);
extern u16_t streamPort(const Stream *stream);

/* Copies out `count` bytes, and opens the window by as much. False where there are fewer: a reset takes what was not read. */
extern bool streamRead(Stream *stream, void *into, u32_t count);
/* Tells once more that there are bytes to be read. */
extern void streamRemind(Stream *stream);

/*
	Copies all of `count` bytes, at most the state's `writable` while sending is open. False when the connection is broken,
	or breaks because there is no memory for them.
*/
extern bool streamWrite(Stream *stream, const void *bytes, u32_t count);
extern void streamFlush(Stream *stream);

/* Our FIN, behind what was written. Once it is open. */
extern void streamEnd(Stream *stream);

/* Ends it and frees it: with a FIN behind what was written, or with a reset when received bytes are thrown away. */
extern void streamClose(Stream *stream);

/* A listening port: told of with kStreamReadable while accepted streams wait. NULL when there is no memory or it is taken. */
extern Door *doorOpen(u16_t port, void *owner, StreamTell tell);
extern u16_t doorPort(const Door *door);
extern unsigned doorPending(Door *door);
/* The stream that has waited longest, the caller's from now on; NULL when there is none. */
extern Stream *doorTake(Door *door);
/* Resets those that wait. The others live on. */
extern void doorClose(Door *door);
