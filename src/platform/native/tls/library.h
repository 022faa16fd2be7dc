/*
	mbedTLS as this folder uses it, whichever one there is: 2.28 and 3.6 (Debian's, for the simulator and the tests) and 4
	(ESP-IDF's, upon PSA). What differs between them is here and in library.c, and nowhere else.

	ESP-IDF's headers must be read with ESP-IDF's own configuration: the layout of every structure depends on it.
*/

#pragma once

#if ESP32
	#define MBEDTLS_MAJOR_VERSION 4
	#define MBEDTLS_CONFIG_FILE "mbedtls/esp_config.h"
	#define TF_PSA_CRYPTO_USER_CONFIG_FILE "mbedtls/esp_config.h"
#else
	#define MBEDTLS_ALLOW_PRIVATE_ACCESS
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mbedtls/version.h"
#include "mbedtls/ssl.h"
#include "mbedtls/ssl_ticket.h"
#include "mbedtls/x509_crt.h"

/* Makes the library ready. Idempotent; false when it cannot be, as without randomness. */
extern bool libraryOpen(void);

extern bool libraryRandom(uint8_t *into, size_t count);
extern bool librarySha256(const uint8_t *bytes, size_t count, uint8_t into[32]);

/* A new P-256 key. 0, or the library's error. */
extern int libraryMakeKey(mbedtls_pk_context *key);
extern int libraryParseKey(mbedtls_pk_context *key, const uint8_t *der, size_t length);
/* 0 when `key` is that of `certificate`. */
extern int libraryCheckPair(mbedtls_x509_crt *certificate, mbedtls_pk_context *key);
extern bool libraryIsP256(mbedtls_pk_context *key);

/* What a server of ours is: see identity.h. 0, or the library's error. */
extern int libraryConfigure(mbedtls_ssl_config *config, mbedtls_ssl_ticket_context *ticket);

extern int libraryWriteCertificate(mbedtls_x509write_cert *certificate, const uint8_t *serial, size_t serialLength, uint8_t *into, size_t size);

/* Whether the next step of the handshake multiplies points of a curve: then it takes long. */
extern bool libraryIsCostly(const mbedtls_ssl_context *ssl);
/* Whether it is the one that signs, which a resumed handshake does not have. */
extern bool libraryIsSignature(const mbedtls_ssl_context *ssl);
extern bool libraryIsShaken(mbedtls_ssl_context *ssl);
/* Whether the record that is being read claims to be longer than one may be here. */
extern bool libraryIsTooLong(const mbedtls_ssl_context *ssl);
