/* What mbedTLS 2.28, 3.6 and 4 do not have in common (library.h). */

#include <string.h>

#include "library.h"

#define mxPSA (MBEDTLS_VERSION_NUMBER >= 0x03000000)
/* The library takes its randomness itself. */
#define mxOwnRandom (MBEDTLS_VERSION_NUMBER >= 0x04000000)

#if mxPSA
	#include "psa/crypto.h"
#else
	#define MBEDTLS_PRIVATE(member) member
#endif

#if mxOwnRandom
	#define mxRandom
#else
	#include "mbedtls/ctr_drbg.h"
	#include "mbedtls/entropy.h"
	#include "mbedtls/sha256.h"

	static mbedtls_entropy_context gEntropy;
	static mbedtls_ctr_drbg_context gRandom;
	#define mxRandom , mbedtls_ctr_drbg_random, &gRandom
#endif

static bool gOpen;

bool libraryOpen(void)
{
	if (gOpen)
		return true;
#if mxPSA
	if (PSA_SUCCESS != psa_crypto_init())
		return false;
#endif
#if !mxOwnRandom
	mbedtls_entropy_init(&gEntropy);
	mbedtls_ctr_drbg_init(&gRandom);
	if (mbedtls_ctr_drbg_seed(&gRandom, mbedtls_entropy_func, &gEntropy, NULL, 0)) {
		mbedtls_ctr_drbg_free(&gRandom);
		mbedtls_entropy_free(&gEntropy);
		return false;
	}
#endif
	gOpen = true;
	return true;
}

bool libraryRandom(uint8_t *into, size_t count)
{
#if mxOwnRandom
	return PSA_SUCCESS == psa_generate_random(into, count);
#else
	return 0 == mbedtls_ctr_drbg_random(&gRandom, into, count);
#endif
}

bool librarySha256(const uint8_t *bytes, size_t count, uint8_t into[32])
{
#if mxOwnRandom
	size_t length;

	return PSA_SUCCESS == psa_hash_compute(PSA_ALG_SHA_256, bytes, count, into, 32, &length);
#elif mxPSA
	return 0 == mbedtls_sha256(bytes, count, into, 0);
#else
	return 0 == mbedtls_sha256_ret(bytes, count, into, 0);
#endif
}

int libraryMakeKey(mbedtls_pk_context *key)
{
#if mxOwnRandom
	psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
	mbedtls_svc_key_id_t id;
	int result;

	psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
	psa_set_key_bits(&attributes, 256);
	psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH | PSA_KEY_USAGE_EXPORT | PSA_KEY_USAGE_COPY);
	psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_ANY_HASH));
	if (PSA_SUCCESS != psa_generate_key(&attributes, &id))
		return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
	result = mbedtls_pk_copy_from_psa(id, key);
	psa_destroy_key(id);
	return result;
#else
	int result = mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));

	return result ? result : mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key) mxRandom);
#endif
}

int libraryParseKey(mbedtls_pk_context *key, const uint8_t *der, size_t length)
{
#if mxPSA
	return mbedtls_pk_parse_key(key, der, length, NULL, 0 mxRandom);
#else
	return mbedtls_pk_parse_key(key, der, length, NULL, 0);
#endif
}

int libraryCheckPair(mbedtls_x509_crt *certificate, mbedtls_pk_context *key)
{
#if mxPSA
	return mbedtls_pk_check_pair(&certificate->pk, key mxRandom);
#else
	return mbedtls_pk_check_pair(&certificate->pk, key);
#endif
}

bool libraryIsP256(mbedtls_pk_context *key)
{
#if mxOwnRandom
	psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;

	if (mbedtls_pk_get_psa_attributes(key, PSA_KEY_USAGE_SIGN_HASH, &attributes))
		return false;
	return PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1) == psa_get_key_type(&attributes) && 256 == psa_get_key_bits(&attributes);
#else
	return mbedtls_pk_can_do(key, MBEDTLS_PK_ECDSA) && MBEDTLS_ECP_DP_SECP256R1 == mbedtls_pk_ec(*key)->MBEDTLS_PRIVATE(grp).id;
#endif
}

static const int gSuites[] = {
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
	MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
	MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
	MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
#endif
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	0
};

#if mxPSA
static const uint16_t gGroups[] = { MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1, MBEDTLS_SSL_IANA_TLS_GROUP_X25519, MBEDTLS_SSL_IANA_TLS_GROUP_NONE };
#else
static const mbedtls_ecp_group_id gGroups[] = { MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_CURVE25519, MBEDTLS_ECP_DP_NONE };
#endif

static const char *gProtocols[] = { "http/1.1", NULL };

/* How long a ticket can be shown, in s. */
enum { kTicketLifetime = 24 * 60 * 60 };

static int openTickets(mbedtls_ssl_ticket_context *ticket)
{
#if mxOwnRandom
	return mbedtls_ssl_ticket_setup(ticket, PSA_ALG_GCM, PSA_KEY_TYPE_AES, 256, kTicketLifetime);
#else
	return mbedtls_ssl_ticket_setup(ticket, mbedtls_ctr_drbg_random, &gRandom, MBEDTLS_CIPHER_AES_256_GCM, kTicketLifetime);
#endif
}

int libraryConfigure(mbedtls_ssl_config *config, mbedtls_ssl_ticket_context *ticket)
{
	int result = mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);

	if (result)
		return result;
#if !mxOwnRandom
	mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &gRandom);
#endif
#if mxPSA
	mbedtls_ssl_conf_min_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
	mbedtls_ssl_conf_groups(config, gGroups);
#else
	mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	mbedtls_ssl_conf_curves(config, gGroups);
#endif
	mbedtls_ssl_conf_ciphersuites(config, gSuites);
	mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_NONE);
#if defined(MBEDTLS_SSL_RENEGOTIATION)
	mbedtls_ssl_conf_renegotiation(config, MBEDTLS_SSL_RENEGOTIATION_DISABLED);
#endif
	result = mbedtls_ssl_conf_alpn_protocols(config, gProtocols);
	if (result)
		return result;
	result = openTickets(ticket);
	if (result)
		return result;
	mbedtls_ssl_conf_session_tickets_cb(config, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse, ticket);
	return 0;
}

int libraryWriteCertificate(mbedtls_x509write_cert *certificate, const uint8_t *serial, size_t serialLength, uint8_t *into, size_t size)
{
	int result;
#if mxPSA
	result = mbedtls_x509write_crt_set_serial_raw(certificate, (unsigned char *)serial, serialLength);
#else
	mbedtls_mpi number;

	mbedtls_mpi_init(&number);
	result = mbedtls_mpi_read_binary(&number, serial, serialLength);
	if (0 == result)
		result = mbedtls_x509write_crt_set_serial(certificate, &number);
	mbedtls_mpi_free(&number);
#endif
	return result ? result : mbedtls_x509write_crt_der(certificate, into, size mxRandom);
}

bool libraryIsCostly(const mbedtls_ssl_context *ssl)
{
	switch (ssl->MBEDTLS_PRIVATE(state)) {
		/* TLS 1.3: our key pair and the shared secret; our signature. */
		case MBEDTLS_SSL_SERVER_HELLO:
		case MBEDTLS_SSL_CERTIFICATE_VERIFY:
		/* TLS 1.2: our key pair and its signature; the shared secret. */
		case MBEDTLS_SSL_SERVER_KEY_EXCHANGE:
		case MBEDTLS_SSL_CLIENT_KEY_EXCHANGE:
			return true;
		default:
			return false;
	}
}

bool libraryIsSignature(const mbedtls_ssl_context *ssl)
{
#if mxPSA
	if (MBEDTLS_SSL_VERSION_TLS1_3 == mbedtls_ssl_get_version_number(ssl))
		return MBEDTLS_SSL_SERVER_CERTIFICATE == ssl->MBEDTLS_PRIVATE(state);
#endif
	return MBEDTLS_SSL_SERVER_KEY_EXCHANGE == ssl->MBEDTLS_PRIVATE(state);
}

bool libraryIsShaken(mbedtls_ssl_context *ssl)
{
	return MBEDTLS_SSL_HANDSHAKE_OVER == ssl->MBEDTLS_PRIVATE(state);
}

bool libraryIsTooLong(const mbedtls_ssl_context *ssl)
{
	const unsigned char *header = ssl->MBEDTLS_PRIVATE(in_hdr);
	/* RFC 8446 §5.2: a record may be 256 bytes longer than its content. */
	const unsigned longest = MBEDTLS_SSL_IN_CONTENT_LEN + 256;

	return header && ssl->MBEDTLS_PRIVATE(in_left) >= 5 && ((unsigned)header[3] << 8 | header[4]) > longest;
}
