/*
	TLS of one connection, server side, as a filter between two buffers: ciphertext is fed and taken, plaintext read and
	written. It owns no socket, waits for nothing, and calls nobody. Knows no XS and no SDK.

		peer → feed → (fed) → mbedTLS → read → us
		us → write → mbedTLS → (pending) → take → peer

	It shakes hands step by step: a step ends where it needs the peer, or after the first costly operation, so that whoever
	calls has a turn in between. Then it is open, until the peer says close_notify (then it can still write), or until it is
	broken, with an alert pending that says why.

	Limits: kFed bytes are fed at once, kWritten bytes written, and only while nothing is pending; a record of the peer's has at
	most MBEDTLS_SSL_IN_CONTENT_LEN bytes of plaintext (a longer one ends in the alert record_overflow).
*/

#pragma once

#include "identity.h"

/* Room for a longest write in records of 512 bytes, with what each adds. */
enum { kFed = 1024, kWritten = 2048, kPending = 2304 };

typedef struct Filter Filter;

typedef enum { kShaking, kOpen, kEnded, kBroken } Phase;

/* NULL when there is no memory. It keeps the identity alive. */
extern Filter *filterOpen(Identity *identity);
extern void filterClose(Filter *filter);

extern Phase filterPhase(const Filter *filter);

/* How many bytes can be fed: none before what was fed is used up. */
extern size_t filterHunger(const Filter *filter);
/* Copies `count` bytes, at most its hunger. False when there is no memory: then it is broken. */
extern bool filterFeed(Filter *filter, const void *ciphertext, size_t count);

/* A step of the handshake. True when the next one needs nothing of the peer's. */
extern bool filterStep(Filter *filter);

/* Decrypts what was fed if need be. How many bytes can be read. */
extern size_t filterUnread(Filter *filter);
/* Up to `count` bytes, at most one record's. Returns how many. */
extern size_t filterRead(Filter *filter, void *into, size_t count);

/* How many bytes can be written. */
extern size_t filterWritable(const Filter *filter);
/* All of `count` bytes, at most what is writable. False when it breaks. */
extern bool filterWrite(Filter *filter, const void *plaintext, size_t count);
/* close_notify, behind what was written. Idempotent. */
extern void filterEnd(Filter *filter);

/* How many bytes can be taken for the peer. */
extern size_t filterPending(const Filter *filter);
/* Up to `count` of them. Returns how many. */
extern size_t filterTake(Filter *filter, void *into, size_t count);

/* Once it is open: whether the handshake was an abbreviated one. */
extern bool filterResumed(const Filter *filter);
/* Once it is open: "TLSv1.3", and the cipher suite. */
extern const char *filterVersion(const Filter *filter);
extern const char *filterSuite(const Filter *filter);
