/*
	Bytes received and not read yet, in the pbufs they came in. No lock of its own, no TCP.

	Adding and taking are O(1) in what already waits. Memory is bounded by the receive window, which lwIP keeps: the first
	few pbufs stay as they are; beyond them small ones are copied together, since each may hold a whole buffer of the Wi-Fi
	driver for a single byte. When there is no memory to copy into, they stay as they are, so adding cannot fail.
*/

#pragma once

#include "lwip/pbuf.h"

typedef struct {
	struct pbuf *first, *last;
	/* Bytes waiting. */
	u32_t length;
	/* Bytes of the first pbuf that have been taken. */
	u16_t taken;
	/* Free bytes behind the last pbuf, where it is one of ours to fill. */
	u16_t room;
	u16_t count;
} Inbox;

/* Takes the chain over. */
extern void inboxAdd(Inbox *inbox, struct pbuf *chain);

/* Copies `count` bytes out, at most inbox->length. */
extern void inboxTake(Inbox *inbox, void *into, u32_t count);

extern void inboxClear(Inbox *inbox);
