/* A client between two buffers (peer.h). */

#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "peer.h"

#if MBEDTLS_VERSION_NUMBER < 0x04000000
	#include "mbedtls/ctr_drbg.h"
	#include "mbedtls/entropy.h"
	static mbedtls_entropy_context gEntropy;
	static mbedtls_ctr_drbg_context gRandom;
	static bool gSeeded;
#endif

enum { kQueue = 65536 };

typedef struct {
	uint8_t bytes[kQueue];
	size_t begin, end;
} Queue;

struct Peer {
	mbedtls_ssl_config config;
	mbedtls_ssl_context ssl;
	Queue in, out;
	PeerPhase phase;
};

static mbedtls_ssl_session gSession;
static bool gKept;

static size_t put(Queue *queue, const uint8_t *bytes, size_t count)
{
	if (queue->begin == queue->end)
		queue->begin = queue->end = 0;
	if (count > kQueue - queue->end)
		count = kQueue - queue->end;
	if (count)
		memcpy(queue->bytes + queue->end, bytes, count);
	queue->end += count;
	return count;
}

static size_t take(Queue *queue, uint8_t *into, size_t count)
{
	if (count > queue->end - queue->begin)
		count = queue->end - queue->begin;
	if (count)
		memcpy(into, queue->bytes + queue->begin, count);
	queue->begin += count;
	return count;
}

static int sendOut(void *context, const unsigned char *bytes, size_t count)
{
	size_t done = put(&((Peer *)context)->out, bytes, count);

	return done ? (int)done : MBEDTLS_ERR_SSL_WANT_WRITE;
}

static int receiveIn(void *context, unsigned char *into, size_t count)
{
	size_t done = take(&((Peer *)context)->in, into, count);

	return done ? (int)done : MBEDTLS_ERR_SSL_WANT_READ;
}

static int configure(mbedtls_ssl_config *config, bool oldest)
{
	int result = mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);

	mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_NONE);
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
	if (oldest)
		mbedtls_ssl_conf_max_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
#endif
	(void)oldest;
#if MBEDTLS_VERSION_NUMBER < 0x04000000
	if (!gSeeded) {
		mbedtls_entropy_init(&gEntropy);
		mbedtls_ctr_drbg_init(&gRandom);
		mbedtls_ctr_drbg_seed(&gRandom, mbedtls_entropy_func, &gEntropy, NULL, 0);
		gSeeded = true;
	}
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &gRandom);
#endif
	return result;
}

Peer *peerOpen(bool oldest, bool resume)
{
	Peer *peer = calloc(1, sizeof(Peer));

	if (!peer || !libraryOpen())
		abort();
	mbedtls_ssl_config_init(&peer->config);
	mbedtls_ssl_init(&peer->ssl);
	if (configure(&peer->config, oldest) || mbedtls_ssl_setup(&peer->ssl, &peer->config) ||
			mbedtls_ssl_set_hostname(&peer->ssl, "dipsocket.local"))
		abort();
	if (resume && gKept && mbedtls_ssl_set_session(&peer->ssl, &gSession))
		abort();
	mbedtls_ssl_set_bio(&peer->ssl, peer, sendOut, receiveIn, NULL);
	return peer;
}

void peerClose(Peer *peer)
{
	mbedtls_ssl_free(&peer->ssl);
	mbedtls_ssl_config_free(&peer->config);
	free(peer);
}

static bool waits(int result)
{
	return MBEDTLS_ERR_SSL_WANT_READ == result || MBEDTLS_ERR_SSL_WANT_WRITE == result;
}

PeerPhase peerProceed(Peer *peer)
{
	int result;

	if (kPeerShaking != peer->phase)
		return peer->phase;
	result = mbedtls_ssl_handshake(&peer->ssl);
	if (0 == result)
		peer->phase = kPeerOpen;
	else if (!waits(result))
		peer->phase = kPeerOver;
	return peer->phase;
}

void peerFeed(Peer *peer, const uint8_t *bytes, size_t count)
{
	put(&peer->in, bytes, count);
}

size_t peerTake(Peer *peer, uint8_t *into, size_t count)
{
	return take(&peer->out, into, count);
}

bool peerWrite(Peer *peer, const uint8_t *bytes, size_t count)
{
	while (count) {
		int result = mbedtls_ssl_write(&peer->ssl, bytes, count);

#if MBEDTLS_VERSION_NUMBER >= 0x03000000
		if (MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET == result)
			continue;
#endif
		if (result <= 0)
			return false;
		bytes += result;
		count -= (size_t)result;
	}
	return true;
}

/* Whether it has returned for something else than data, and there is more. */
static bool isMore(const Peer *peer, int result)
{
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
	if (MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET == result)
		return true;
#endif
	return MBEDTLS_ERR_SSL_WANT_READ == result && peer->in.begin < peer->in.end;
}

size_t peerRead(Peer *peer, uint8_t *into, size_t count)
{
	int result;

	if (kPeerOpen != peer->phase)
		return 0;
	do
		result = mbedtls_ssl_read(&peer->ssl, into, count);
	while (isMore(peer, result));
	if (result > 0)
		return (size_t)result;
	if (!waits(result))
		peer->phase = kPeerOver;
	return 0;
}

void peerEnd(Peer *peer)
{
	mbedtls_ssl_close_notify(&peer->ssl);
}

void peerRemember(Peer *peer)
{
	peerForget();
	mbedtls_ssl_session_init(&gSession);
	gKept = 0 == mbedtls_ssl_get_session(&peer->ssl, &gSession);
	if (!gKept)
		mbedtls_ssl_session_free(&gSession);
}

void peerForget(void)
{
	if (gKept)
		mbedtls_ssl_session_free(&gSession);
	gKept = false;
}
