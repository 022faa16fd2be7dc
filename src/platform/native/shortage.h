/*
	When the heap runs short, the connection that holds most of it is reset.

	XS takes from the same heap, for JSON.stringify and for each `try`, and where that fails the board starts anew. What a
	connection holds is bounded (tools/sdkconfig), but many at once, with the radio's copy of what is being sent, come to more
	than there is: a crowd that neither reads nor acknowledges could restart the board whenever it liked. So whoever is about
	to take memory for a connection has room made first. One connection goes at a time, since the radio gives back what it
	has of it a moment later; of those that hold as much, the oldest.

	What it holds are the bytes that were not read, or came before those in front of them, or were sent and not acknowledged;
	also those of connections that lwIP finishes alone. Who has shown the token is not known here.
*/

#pragma once

#include <stdbool.h>

#include "lwip/tcp.h"

/*
	Bytes of the heap that are left to everybody else: what two segments with the radio's copies of them take (6 KB), and
	what arrives in one burst before lwIP looks at it (10 KB, seen on the emulated chip), from which some must remain for XS.
	Below what a new TLS session leaves (tlsHeapFloor).
*/
enum { kHeapFloor = 20480 };

/* The core lock held. True if `pcb`, which may be NULL, is the one that was reset, and is gone. */
extern bool shortageRelieve(const struct tcp_pcb *pcb);
