/* mbedTLS between two queues of ciphertext (filter.h). */

#include <stdlib.h>

#include "ciphertext.h"
#include "filter.h"

/* So many records without plaintext fit into what is fed. */
enum { kIdleRecords = kFed / 5 + 1 };

struct Filter {
	Identity *identity;
	mbedtls_ssl_context ssl;
	Ciphertext fed, pending;
	uint8_t phase;
	/* Whether our close_notify has been made. */
	uint8_t ended;
	/* Whether a costly step was taken for a signature: a resumed handshake has none. */
	uint8_t signedOurs;
};

static int sendPending(void *context, const unsigned char *bytes, size_t count)
{
	Filter *filter = context;
	int put = ciphertextPut(&filter->pending, bytes, count);

	if (put < 0)
		return MBEDTLS_ERR_SSL_ALLOC_FAILED;
	return put ? put : MBEDTLS_ERR_SSL_WANT_WRITE;
}

static int receiveFed(void *context, unsigned char *into, size_t count)
{
	Filter *filter = context;
	size_t taken = ciphertextTake(&filter->fed, into, count);

	return taken ? (int)taken : MBEDTLS_ERR_SSL_WANT_READ;
}

Filter *filterOpen(Identity *identity)
{
	Filter *filter = calloc(1, sizeof(Filter));

	if (!filter)
		return NULL;
	filter->fed.capacity = kFed;
	filter->pending.capacity = kPending;
	mbedtls_ssl_init(&filter->ssl);
	if (mbedtls_ssl_setup(&filter->ssl, &identity->config)) {
		mbedtls_ssl_free(&filter->ssl);
		free(filter);
		return NULL;
	}
	filter->identity = identityRetain(identity);
	mbedtls_ssl_set_bio(&filter->ssl, filter, sendPending, receiveFed, NULL);
	return filter;
}

void filterClose(Filter *filter)
{
	mbedtls_ssl_free(&filter->ssl);
	ciphertextClear(&filter->fed);
	ciphertextClear(&filter->pending);
	identityRelease(filter->identity);
	free(filter);
}

Phase filterPhase(const Filter *filter)
{
	return filter->phase;
}

/* What the library has not said to the peer itself, we say. */
static void fail(Filter *filter, int error)
{
	uint8_t alert = 0;

	if (libraryIsTooLong(&filter->ssl))
		alert = MBEDTLS_SSL_ALERT_MSG_RECORD_OVERFLOW;
	else if (MBEDTLS_ERR_SSL_INVALID_RECORD == error)
		alert = MBEDTLS_SSL_ALERT_MSG_UNEXPECTED_MESSAGE;
	if (alert)
		mbedtls_ssl_send_alert_message(&filter->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL, alert);
	ciphertextClear(&filter->fed);
	filter->phase = kBroken;
}

size_t filterHunger(const Filter *filter)
{
	return kShaking == filter->phase || kOpen == filter->phase ? ciphertextLength(&filter->fed) ? 0 : kFed : 0;
}

bool filterFeed(Filter *filter, const void *ciphertext, size_t count)
{
	if (ciphertextPut(&filter->fed, ciphertext, count) >= 0)
		return true;
	fail(filter, MBEDTLS_ERR_SSL_ALLOC_FAILED);
	return false;
}

bool filterStep(Filter *filter)
{
	bool costly;
	int result;

	if (kShaking != filter->phase)
		return false;
	do {
		costly = libraryIsCostly(&filter->ssl);
		filter->signedOurs |= libraryIsSignature(&filter->ssl);
		result = mbedtls_ssl_handshake_step(&filter->ssl);
	} while (0 == result && !costly && !libraryIsShaken(&filter->ssl));
	if (MBEDTLS_ERR_SSL_WANT_READ == result || MBEDTLS_ERR_SSL_WANT_WRITE == result)
		return false;
	if (result) {
		fail(filter, result);
		return false;
	}
	if (libraryIsShaken(&filter->ssl))
		filter->phase = kOpen;
	return kShaking == filter->phase;
}

/* What mbedtls_ssl_read returns for nothing read. */
static void judge(Filter *filter, int result)
{
	if (0 == result || MBEDTLS_ERR_SSL_WANT_READ == result || MBEDTLS_ERR_SSL_WANT_WRITE == result)
		return;
	if (MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY == result) {
		ciphertextClear(&filter->fed);
		filter->phase = kEnded;
	}
	else
		fail(filter, result);
}

size_t filterUnread(Filter *filter)
{
	size_t unread = 0;
	int tries;

	/* Behind a record that is none of the application's the library returns, whatever was fed behind it. */
	for (tries = 0; kOpen == filter->phase && tries < kIdleRecords; tries++) {
		unread = mbedtls_ssl_get_bytes_avail(&filter->ssl);
		if (unread || (tries && 0 == ciphertextLength(&filter->fed)))
			return unread;
		/* Decrypts a record and leaves it unread. */
		judge(filter, mbedtls_ssl_read(&filter->ssl, NULL, 0));
	}
	return kOpen == filter->phase ? mbedtls_ssl_get_bytes_avail(&filter->ssl) : 0;
}

size_t filterRead(Filter *filter, void *into, size_t count)
{
	int result;

	if (kOpen != filter->phase || 0 == count)
		return 0;
	result = mbedtls_ssl_read(&filter->ssl, into, count);
	if (result > 0)
		return (size_t)result;
	judge(filter, result);
	return 0;
}

size_t filterWritable(const Filter *filter)
{
	if ((kOpen != filter->phase && kEnded != filter->phase) || filter->ended)
		return 0;
	return ciphertextLength(&filter->pending) ? 0 : kWritten;
}

bool filterWrite(Filter *filter, const void *plaintext, size_t count)
{
	const uint8_t *bytes = plaintext;

	while (count) {
		int result = mbedtls_ssl_write(&filter->ssl, bytes, count);

		if (result <= 0) {
			fail(filter, result);
			return false;
		}
		bytes += result;
		count -= (size_t)result;
	}
	return true;
}

void filterEnd(Filter *filter)
{
	if (filter->ended || (kOpen != filter->phase && kEnded != filter->phase))
		return;
	filter->ended = 1;
	if (mbedtls_ssl_close_notify(&filter->ssl))
		fail(filter, MBEDTLS_ERR_SSL_ALLOC_FAILED);
}

size_t filterPending(const Filter *filter)
{
	return ciphertextLength(&filter->pending);
}

size_t filterTake(Filter *filter, void *into, size_t count)
{
	return ciphertextTake(&filter->pending, into, count);
}

bool filterResumed(const Filter *filter)
{
	return !filter->signedOurs;
}

const char *filterVersion(const Filter *filter)
{
	return mbedtls_ssl_get_version(&filter->ssl);
}

const char *filterSuite(const Filter *filter)
{
	return mbedtls_ssl_get_ciphersuite(&filter->ssl);
}
