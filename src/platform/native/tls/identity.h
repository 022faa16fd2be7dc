/*
	Who a TLS server is: a P-256 key, its certificates, and what it agrees to:

		TLS 1.2 with ECDHE-ECDSA and AES-GCM or ChaCha20-Poly1305, and 1.3 where the library has it; no renegotiation, no
		client certificates; ALPN "http/1.1"; tickets that are good for a day, by a key that never leaves the memory.

	Shared by its filters (filter.h), which keep it alive. About 3 KB.
*/

#pragma once

#include "library.h"

/* Bytes of the longest key, and of the certificates together: they go into one record, with some bytes around each. */
enum { kLongestKey = 256, kLongestChain = MBEDTLS_SSL_OUT_CONTENT_LEN - 128 };

typedef struct {
	unsigned references;
	mbedtls_pk_context key;
	mbedtls_x509_crt chain;
	mbedtls_ssl_ticket_context ticket;
	mbedtls_ssl_config config;
} Identity;

/*
	`key` in DER (SEC 1 or PKCS #8), `chain` one certificate in DER behind the other, the server's first. NULL with a sentence
	at `why` when that is no good.
*/
extern Identity *identityOpen(const uint8_t *key, size_t keyLength, const uint8_t *chain, size_t chainLength, const char **why);
extern Identity *identityRetain(Identity *identity);
extern void identityRelease(Identity *identity);

/* SHA-256 of the server's certificate. */
extern bool identityFingerprint(const Identity *identity, uint8_t into[32]);
