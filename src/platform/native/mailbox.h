/*
	A UDP socket of IPv4 on lwIP without XS: a bound control block, and the datagrams that wait to be taken, oldest first.

	How much waits is bounded, since anybody can send: what comes then is lost, as UDP may lose anything. Datagrams are
	copied at once, so that none holds a buffer of the network's driver.
*/

#pragma once

#include "lwip/ip_addr.h"

#include "news.h"

typedef struct Mailbox Mailbox;
typedef struct Datagram Datagram;

enum {
	/* So many datagrams wait. */
	kDatagramLimit = 8,
	/* Bytes of the longest: what an Ethernet frame carries. */
	kDatagramLength = 1472
};

struct Datagram {
	Datagram *next;
	ip_addr_t address;
	u16_t port;
	u16_t length;
	u8_t bytes[];
};

/*
	`onLink`: only what comes from the network of the interface that it comes by is taken. `ttl`: of what is sent, 0 for lwIP's.
	`tell` is called as news.h says. NULL when the port is taken or there is no memory.
*/
extern Mailbox *mailboxOpen(u16_t port, u8_t ttl, bool onLink, void *owner, void (*tell)(void *owner, unsigned what));
/* Leaves its groups. Nothing is told from here on. */
extern void mailboxClose(Mailbox *mailbox);

/* Joins a multicast group on every interface that is up. False when there is none, or no memory. */
extern bool mailboxJoin(Mailbox *mailbox, const ip_addr_t *group);

/* How many datagrams wait. */
extern unsigned mailboxPending(Mailbox *mailbox);
/* The one that waits longest, for the caller to free; NULL for none. */
extern Datagram *mailboxTake(Mailbox *mailbox);

/* False when it could not be sent. */
extern bool mailboxSend(Mailbox *mailbox, const void *bytes, u16_t length, const ip_addr_t *address, u16_t port);
