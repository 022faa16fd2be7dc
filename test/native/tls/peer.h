/* A TLS client of mbedTLS's, fed and emptied as the filter is: what the tests shake hands with. */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Peer Peer;

typedef enum { kPeerShaking, kPeerOpen, kPeerOver } PeerPhase;

/* A client that offers its newest version, or TLS 1.2 alone; `resume`: with the session of the last one that was open. */
extern Peer *peerOpen(bool oldest, bool resume);
extern void peerClose(Peer *peer);
/* Goes on as far as it can. */
extern PeerPhase peerProceed(Peer *peer);
extern void peerFeed(Peer *peer, const uint8_t *bytes, size_t count);
/* Up to `count` bytes for the server. */
extern size_t peerTake(Peer *peer, uint8_t *into, size_t count);
extern bool peerWrite(Peer *peer, const uint8_t *bytes, size_t count);
extern size_t peerRead(Peer *peer, uint8_t *into, size_t count);
extern void peerEnd(Peer *peer);
/* Keeps its session for the next. */
extern void peerRemember(Peer *peer);
extern void peerForget(void);
