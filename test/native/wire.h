/*
	lwIP with its own thread and one network interface that leads back to it: a packet to 10.0.0.2 returns as one from there,
	by exchanging its two addresses, which leaves the checksums right; one to a group returns as it is. So both ends of a connection live in this process
	and everything between them is lwIP's.
*/

#pragma once

#include <stdint.h>

#include "lwip/ip_addr.h"

/* Starts lwIP. Of a million packets, `loss` get lost. */
extern void wireOpen(unsigned loss, uint64_t seed);

/* Packets lost so far, by chance alone, and never a reset, which TCP does not repeat. */
extern unsigned long wireLost(void);

/* Takes the place of calloc in stream.c: of a thousand calls, so many find no memory. How many have. */
extern void wireStarve(unsigned perThousand);
extern unsigned wireStarved(void);

/* Makes the heap short for one look at it, after so many more. Else it has as much free as there has to be. */
extern void wireShorten(uint32_t looks);

/* Where our own ports are reached. */
extern ip_addr_t wireAddress(void);

/* The core lock is held: frees control blocks in TIME_WAIT, which hold a port each for minutes. */
extern void wireSweep(void);

/* The core lock is held: control blocks that are left. */
extern unsigned wireBlocks(void);

/* The core lock is held: those of them that give way to new connections. */
extern unsigned wireYielding(void);

/* The core lock is held: with what TTL the last datagram of UDP was sent. */
extern unsigned wireTtl(void);

/* A number of 32 bits, and one below `limit`. */
extern uint32_t randomOf(uint64_t *state);
extern uint32_t below(uint64_t *state, uint32_t limit);

/* The smaller one, each evaluated once, unlike LWIP_MIN. */
static inline uint32_t least(uint32_t one, uint32_t other)
{
	return one < other ? one : other;
}
