/* A certificate of a device's own (selfsigned.h). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mbedtls/asn1write.h"
#include "mbedtls/oid.h"
#include "mbedtls/pk.h"
#include "mbedtls/x509.h"

#include "selfsigned.h"

static const char gNotBefore[] = "20260101000000";
static const char gNotAfter[] = "20491231235959";

/* serverAuth (RFC 5280 §4.2.1.12), as a SEQUENCE of one. */
static const uint8_t gServerAuth[] = { 0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01 };

/* The DER of their contents (RFC 5280 Appendix A): 2.5.29.17 and 2.5.29.37. */
static const char gSubjectAltName[] = "\x55\x1d\x11";
static const char gExtendedKeyUsage[] = "\x55\x1d\x25";
enum { kExtensionIdLength = 3 };

/* GeneralName (RFC 5280 §4.2.1.6). */
enum { kDNSName = 0x82, kIPAddress = 0x87 };

/* A dotted IPv4 address of four numbers. */
static bool parseAddress(const char *name, size_t length, uint8_t into[4])
{
	char text[16];
	unsigned parts[4];
	int i, end = 0;

	if (length >= sizeof(text))
		return false;
	memcpy(text, name, length);
	text[length] = 0;
	if (4 != sscanf(text, "%3u.%3u.%3u.%3u%n", &parts[0], &parts[1], &parts[2], &parts[3], &end) || (size_t)end != length)
		return false;
	for (i = 0; i < 4; i++) {
		if (parts[i] > 255)
			return false;
		into[i] = (uint8_t)parts[i];
	}
	return true;
}

/* Writes backwards, as the library's functions do; returns the length or an error. */
static int writeName(uint8_t **at, uint8_t *start, const char *name, size_t length)
{
	uint8_t address[4];
	bool isAddress = parseAddress(name, length, address);
	int result, written;

	if (isAddress)
		written = mbedtls_asn1_write_raw_buffer(at, start, address, sizeof(address));
	else
		written = mbedtls_asn1_write_raw_buffer(at, start, (const uint8_t *)name, length);
	if (written < 0)
		return written;
	result = mbedtls_asn1_write_len(at, start, (size_t)written);
	if (result < 0)
		return result;
	written += result;
	result = mbedtls_asn1_write_tag(at, start, isAddress ? kIPAddress : kDNSName);
	return result < 0 ? result : written + result;
}

/* The names from last to first, so that they stand in their order. */
static int writeNames(uint8_t **at, uint8_t *start, const char *names)
{
	const char *end = names + strlen(names);
	int result, written = 0;

	while (end >= names) {
		const char *begin = end;

		while (begin > names && ',' != begin[-1])
			begin -= 1;
		if (begin == end)
			return MBEDTLS_ERR_X509_BAD_INPUT_DATA;
		result = writeName(at, start, begin, (size_t)(end - begin));
		if (result < 0)
			return result;
		written += result;
		end = begin - 1;
	}
	result = mbedtls_asn1_write_len(at, start, (size_t)written);
	if (result < 0)
		return result;
	written += result;
	result = mbedtls_asn1_write_tag(at, start, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE);
	return result < 0 ? result : written + result;
}

static int setNames(mbedtls_x509write_cert *certificate, const char *names)
{
	uint8_t buffer[kLongestNames + 64], *at = buffer + sizeof(buffer);
	char subject[3 + 64 + 1] = "CN=";
	size_t first = strcspn(names, ",");
	int length, result;

	if (0 == first || first > 64 || strlen(names) > kLongestNames)
		return MBEDTLS_ERR_X509_BAD_INPUT_DATA;
	memcpy(subject + 3, names, first);
	subject[3 + first] = 0;
	result = mbedtls_x509write_crt_set_subject_name(certificate, subject);
	if (0 == result)
		result = mbedtls_x509write_crt_set_issuer_name(certificate, subject);
	if (result)
		return result;
	length = writeNames(&at, buffer, names);
	if (length < 0)
		return length;
	return mbedtls_x509write_crt_set_extension(certificate, gSubjectAltName, kExtensionIdLength, 0, at, (size_t)length);
}

static int describe(mbedtls_x509write_cert *certificate, mbedtls_pk_context *key, const char *names)
{
	int result = setNames(certificate, names);

	mbedtls_x509write_crt_set_version(certificate, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(certificate, MBEDTLS_MD_SHA256);
	mbedtls_x509write_crt_set_subject_key(certificate, key);
	mbedtls_x509write_crt_set_issuer_key(certificate, key);
	if (0 == result)
		result = mbedtls_x509write_crt_set_validity(certificate, gNotBefore, gNotAfter);
	if (0 == result)
		result = mbedtls_x509write_crt_set_basic_constraints(certificate, 0, -1);
	if (0 == result)
		result = mbedtls_x509write_crt_set_key_usage(certificate, MBEDTLS_X509_KU_DIGITAL_SIGNATURE);
	if (0 == result)
		result = mbedtls_x509write_crt_set_extension(certificate, gExtendedKeyUsage, kExtensionIdLength, 0, gServerAuth, sizeof(gServerAuth));
	return result;
}

/* The library writes to the end of a buffer. */
static int moveToStart(uint8_t *buffer, size_t size, int length, size_t *into)
{
	if (length < 0)
		return length;
	memmove(buffer, buffer + size - length, (size_t)length);
	*into = (size_t)length;
	return 0;
}

static int make(const char *names, mbedtls_pk_context *key, mbedtls_x509write_cert *certificate, SelfSigned *made)
{
	uint8_t serial[16];
	int result;

	if (!libraryOpen() || !libraryRandom(serial, sizeof(serial)))
		return MBEDTLS_ERR_SSL_NO_RNG;
	result = libraryMakeKey(key);
	/* RFC 5280 §4.1.2.2: positive, and not zero. */
	serial[0] = (serial[0] & 0x7f) | 0x40;
	if (0 == result)
		result = describe(certificate, key, names);
	if (0 == result)
		result = moveToStart(made->key, sizeof(made->key),
			mbedtls_pk_write_key_der(key, made->key, sizeof(made->key)), &made->keyLength);
	if (0 == result)
		result = moveToStart(made->certificate, sizeof(made->certificate),
			libraryWriteCertificate(certificate, serial, sizeof(serial), made->certificate, sizeof(made->certificate)),
			&made->certificateLength);
	return result;
}

int selfSign(const char *names, SelfSigned *made)
{
	mbedtls_pk_context key;
	mbedtls_x509write_cert certificate;
	int result;

	mbedtls_pk_init(&key);
	mbedtls_x509write_crt_init(&certificate);
	result = make(names, &key, &certificate, made);
	mbedtls_x509write_crt_free(&certificate);
	mbedtls_pk_free(&key);
	return result;
}
