/*
	xs_update_verify(key, digest, signature): whether `signature` (r and s) of `digest`, as a message of 32 bytes, is by the owner
	of the P-256 key `key` (x and y): ECDSA with SHA-256, by the PSA crypto of ESP-IDF's mbedTLS.
*/

#include "xsAll.h"
#include "xs.h"
#include "xsmc.h"

#define TF_PSA_CRYPTO_USER_CONFIG_FILE "mbedtls/esp_config.h"
#include "psa/crypto.h"

#define kKey 64
#define kDigest 32
#define kSignature 64

static int verify(const uint8_t *key, const uint8_t *digest, const uint8_t *signature)
{
	psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
	psa_key_id_t id;
	psa_status_t status;
	/* SEC 1 §2.3.3: an uncompressed point. */
	uint8_t point[1 + kKey] = { 0x04 };

	c_memcpy(point + 1, key, kKey);
	psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
	psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_VERIFY_MESSAGE);
	psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
	if ((PSA_SUCCESS != psa_crypto_init()) || (PSA_SUCCESS != psa_import_key(&attributes, point, sizeof(point), &id)))
		return 0;
	status = psa_verify_message(id, PSA_ALG_ECDSA(PSA_ALG_SHA_256), digest, kDigest, signature, kSignature);
	psa_destroy_key(id);
	return PSA_SUCCESS == status;
}

void xs_update_verify(xsMachine *the)
{
	void *key, *digest, *signature;
	xsUnsignedValue keyLength, digestLength, signatureLength;

	xsmcGetBufferReadable(xsArg(0), &key, &keyLength);
	xsmcGetBufferReadable(xsArg(1), &digest, &digestLength);
	xsmcGetBufferReadable(xsArg(2), &signature, &signatureLength);
	xsResult = xsBoolean((kKey == keyLength) && (kDigest == digestLength) && (kSignature == signatureLength)
		&& verify(key, digest, signature));
}
