/* A server's key, certificates and configuration (identity.h). */

#include <stdlib.h>

#include "identity.h"

static void destroy(Identity *identity)
{
	mbedtls_ssl_config_free(&identity->config);
	mbedtls_ssl_ticket_free(&identity->ticket);
	mbedtls_x509_crt_free(&identity->chain);
	mbedtls_pk_free(&identity->key);
	free(identity);
}

static const char *parseChain(mbedtls_x509_crt *chain, const uint8_t *bytes, size_t length)
{
	if (length > kLongestChain)
		return "the certificates are longer than a record of this firmware's";
	if (0 == length)
		return "not a certificate in DER";
	while (length) {
		mbedtls_x509_crt *last = chain;

		if (mbedtls_x509_crt_parse_der(chain, bytes, length))
			return "not a certificate in DER";
		while (last->next)
			last = last->next;
		bytes += last->raw.len;
		length -= last->raw.len;
	}
	return NULL;
}

static const char *load(Identity *identity, const uint8_t *key, size_t keyLength, const uint8_t *chain, size_t chainLength)
{
	const char *why = parseChain(&identity->chain, chain, chainLength);

	if (why)
		return why;
	if (0 == keyLength || keyLength > kLongestKey || libraryParseKey(&identity->key, key, keyLength))
		return "not a private key in DER";
	if (!libraryIsP256(&identity->key))
		return "the key must be of the curve P-256";
	if (libraryCheckPair(&identity->chain, &identity->key))
		return "the key is not the certificate's";
	if (libraryConfigure(&identity->config, &identity->ticket) ||
			mbedtls_ssl_conf_own_cert(&identity->config, &identity->chain, &identity->key))
		return "no memory";
	return NULL;
}

Identity *identityOpen(const uint8_t *key, size_t keyLength, const uint8_t *chain, size_t chainLength, const char **why)
{
	Identity *identity;

	*why = "no randomness";
	if (!libraryOpen())
		return NULL;
	*why = "no memory";
	identity = calloc(1, sizeof(Identity));
	if (!identity)
		return NULL;
	identity->references = 1;
	mbedtls_pk_init(&identity->key);
	mbedtls_x509_crt_init(&identity->chain);
	mbedtls_ssl_ticket_init(&identity->ticket);
	mbedtls_ssl_config_init(&identity->config);
	*why = load(identity, key, keyLength, chain, chainLength);
	if (!*why)
		return identity;
	destroy(identity);
	return NULL;
}

Identity *identityRetain(Identity *identity)
{
	identity->references += 1;
	return identity;
}

void identityRelease(Identity *identity)
{
	identity->references -= 1;
	if (0 == identity->references)
		destroy(identity);
}

bool identityFingerprint(const Identity *identity, uint8_t into[32])
{
	return librarySha256(identity->chain.raw.p, identity->chain.raw.len, into);
}
