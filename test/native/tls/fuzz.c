/*
	The filter against clients that err: `fuzz CONNECTIONS SEED`. Each connection is one of

		whole        a handshake, messages both ways, the end; pieces of any size
		mutated      the same with bytes flipped, dropped, doubled or made up, from a random place on
		cut          the same, ended anywhere
		made up      no TLS at all

	What has to hold: nothing crashes or leaks (the sanitizers say), nothing is promised and not kept (hunger, writable), a whole
	conversation arrives as it was sent, and a broken filter stays broken. Handshakes are dear: most connections replay the
	client's first flight of an earlier one.
*/

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "peer.h"
#include "selfsigned.h"

static uint64_t gState;

static uint32_t draw(uint32_t below)
{
	gState = gState * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(gState >> 33) % below;
}

#define require(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

typedef struct {
	/* One in so many pieces is changed; 0 for none. */
	uint32_t errs;
	/* After so many bytes of the client's the connection is over. */
	uint32_t left;
} Wire;

/* Changes a piece. Returns its length now. */
static size_t mutate(uint8_t *bytes, size_t count, size_t most)
{
	size_t at = draw((uint32_t)count), i;

	switch (draw(6)) {
		case 0: bytes[at] ^= (uint8_t)(1u << draw(8)); return count;
		case 1: bytes[at] = (uint8_t)draw(256); return count;
		case 2: return at;
		case 3:
			if (2 * count > most)
				return count;
			memcpy(bytes + count, bytes, count);
			return 2 * count;
		case 4:
			for (i = at; i < count; i++)
				bytes[i] = (uint8_t)draw(256);
			return count;
		/* A record's length. */
		default:
			if (count > 4)
				bytes[3 + draw(2)] = (uint8_t)draw(256);
			return count;
	}
}

static void feed(Filter *filter, const uint8_t *bytes, size_t count)
{
	while (count) {
		size_t hunger = filterHunger(filter);
		size_t piece = hunger < count ? hunger : count;

		if (0 == hunger)
			return;
		require(hunger <= kFed);
		require(filterFeed(filter, bytes, piece));
		bytes += piece;
		count -= piece;
		while (filterStep(filter));
		if (kShaking != filterPhase(filter))
			return;
	}
}

typedef struct {
	uint8_t sent[8192], got[8192];
	size_t sentLength, gotLength;
} Talk;

static void toServer(Filter *filter, Peer *peer, Wire *wire, Talk *talk)
{
	uint8_t bytes[2048];
	size_t count;

	while ((kShaking == filterPhase(filter) || kOpen == filterPhase(filter)) && wire->left) {
		if (filterHunger(filter)) {
			count = peerTake(peer, bytes, 1 + draw(kFed));
			if (0 == count)
				break;
			if (wire->errs && 0 == draw(wire->errs))
				count = mutate(bytes, count, kFed);
			if (count > wire->left)
				count = wire->left;
			wire->left -= (uint32_t)count;
			feed(filter, bytes, count);
		}
		while (filterStep(filter));
		while (kOpen == filterPhase(filter) && filterUnread(filter)) {
			uint8_t plain[1024];
			size_t unread = filterUnread(filter), most = 1 + draw(sizeof(plain));

			count = filterRead(filter, plain, most);
			require(count && count <= unread && count <= most);
			require(talk->gotLength + count <= sizeof(talk->got));
			memcpy(talk->got + talk->gotLength, plain, count);
			talk->gotLength += count;
		}
	}
}

static void toClient(Filter *filter, Peer *peer)
{
	uint8_t bytes[1024];
	size_t count;

	while ((count = filterTake(filter, bytes, 1 + draw(sizeof(bytes)))) > 0)
		peerFeed(peer, bytes, count);
	require(0 == filterPending(filter));
	while (filterStep(filter));
}

static void say(Filter *filter, Peer *peer)
{
	uint8_t bytes[kWritten];
	size_t length = filterWritable(filter), i;
	uint8_t answer[kWritten];
	size_t got = 0;

	if (0 == length)
		return;
	require(length <= kWritten);
	length = 1 + draw((uint32_t)length);
	for (i = 0; i < length; i++)
		bytes[i] = (uint8_t)i;
	require(filterWrite(filter, bytes, length));
	require(filterPending(filter) > length && 0 == filterWritable(filter));
	toClient(filter, peer);
	while (got < length) {
		size_t count = peerRead(peer, answer + got, length - got);

		if (0 == count)
			return;
		got += count;
	}
	require(0 == memcmp(bytes, answer, length));
}

static unsigned gWhole, gResumed, gBroken;

static void converse(Identity *identity, Wire wire, bool oldest, bool resume)
{
	Filter *filter = filterOpen(identity);
	Peer *peer = peerOpen(oldest, resume);
	Talk talk = { .sentLength = 0 };
	bool isWhole = 0 == wire.errs && UINT32_MAX == wire.left;
	int turn;

	require(filter);
	for (turn = 0; turn < 20 && kPeerShaking == peerProceed(peer) && kBroken != filterPhase(filter); turn++) {
		toServer(filter, peer, &wire, &talk);
		toClient(filter, peer);
	}
	/* The last flight may be the client's. */
	toServer(filter, peer, &wire, &talk);
	toClient(filter, peer);
	if (kPeerOpen == peerProceed(peer) && kOpen == filterPhase(filter)) {
		for (turn = draw(4); turn >= 0; turn--) {
			size_t length = 1 + draw(1500), i;

			for (i = 0; i < length; i++)
				talk.sent[talk.sentLength + i] = (uint8_t)draw(256);
			if (!peerWrite(peer, talk.sent + talk.sentLength, length)) {
				require(!isWhole);
				break;
			}
			talk.sentLength += length;
			toServer(filter, peer, &wire, &talk);
			say(filter, peer);
		}
		if (isWhole) {
			require(talk.gotLength == talk.sentLength && 0 == memcmp(talk.sent, talk.got, talk.gotLength));
			gWhole += 1;
			gResumed += filterResumed(filter);
			peerRemember(peer);
		}
		peerEnd(peer);
		toServer(filter, peer, &wire, &talk);
		require(!isWhole || kEnded == filterPhase(filter));
		say(filter, peer);
		filterEnd(filter);
		filterEnd(filter);
		toClient(filter, peer);
		require(0 == filterWritable(filter));
	}
	else
		require(!isWhole);
	if (kBroken == filterPhase(filter)) {
		gBroken += 1;
		require(0 == filterHunger(filter) && 0 == filterWritable(filter) && 0 == filterUnread(filter) && !filterStep(filter));
	}
	peerClose(peer);
	filterClose(filter);
}

static uint8_t gFlight[2048];
static size_t gFlightLength;

/* The first flight of a client, again and again: errors before the costly part cost nothing. */
static void replay(Identity *identity)
{
	Filter *filter = filterOpen(identity);
	uint8_t bytes[2 * sizeof(gFlight)];
	size_t count = gFlightLength;

	require(filter);
	memcpy(bytes, gFlight, count);
	if (0 == draw(8)) {
		count = 1 + draw(sizeof(gFlight));
		for (size_t i = 0; i < count; i++)
			bytes[i] = (uint8_t)draw(256);
	}
	else
		for (uint32_t i = 1 + draw(4); i && count; i--)
			count = mutate(bytes, count, sizeof(bytes));
	if (count > 600)
		count = 600 + draw((uint32_t)count - 599);
	feed(filter, bytes, count);
	if (kBroken == filterPhase(filter))
		gBroken += 1;
	filterClose(filter);
}

static void record(void)
{
	Peer *peer = peerOpen(draw(2), draw(2));

	peerProceed(peer);
	gFlightLength = peerTake(peer, gFlight, sizeof(gFlight));
	require(gFlightLength);
	peerClose(peer);
}

/* A record that is longer than one may be ends in record_overflow. */
static void overflow(Identity *identity)
{
	static const uint8_t header[] = { 22, 3, 1, 0xff, 0xff, 1 };
	Filter *filter = filterOpen(identity);
	uint8_t alert[16];
	size_t count;

	feed(filter, header, sizeof(header));
	require(kBroken == filterPhase(filter));
	count = filterTake(filter, alert, sizeof(alert));
	require(count >= 7 && 21 == alert[0] && 2 == alert[5] && 22 == alert[6]);
	filterClose(filter);
}

int main(int count, char **words)
{
	unsigned long connections = count > 1 ? strtoul(words[1], NULL, 10) : 2000, i;
	static SelfSigned made;
	const char *why;
	Identity *identity;

	gState = count > 2 ? strtoull(words[2], NULL, 10) : 1;
	printf("seed %llu\n", (unsigned long long)gState);
	require(0 == selfSign("dipsocket.local,dipsocket,192.168.1.5", &made));
	require(selfSign("", &made) && selfSign("a,,b", &made));
	identity = identityOpen(made.key, made.keyLength, made.certificate, made.certificateLength, &why);
	require(identity);
	overflow(identity);
	for (i = 0; i < connections; i++) {
		bool oldest = draw(2), resume = draw(2);

		if (0 == i % 50)
			converse(identity, (Wire){ 0, UINT32_MAX }, oldest, resume);
		else if (0 == i % 25)
			converse(identity, (Wire){ 1 + draw(12), UINT32_MAX }, oldest, resume);
		else if (5 == i % 50)
			converse(identity, (Wire){ 0, draw(3000) }, oldest, resume);
		else {
			if (1 == i % 100)
				record();
			replay(identity);
		}
	}
	require(gWhole > 0);
	peerForget();
	identityRelease(identity);
	printf("%lu connections: %u whole, %u of them resumed, %u broken\n", connections, gWhole, gResumed, gBroken);
	return 0;
}
