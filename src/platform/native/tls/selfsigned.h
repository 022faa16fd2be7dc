/*
	A key and a certificate of a device's own (RFC 5280): P-256, signed by itself, for the DNS names and the IPv4 address that
	browsers call it by (subjectAltName). A device has no clock when it starts, so it is good from a fixed day until the end of
	UTCTime.
*/

#pragma once

#include "library.h"

enum { kLongestOwnKey = 160, kLongestOwnCertificate = 1024, kLongestNames = 512 };

typedef struct {
	size_t keyLength, certificateLength;
	uint8_t key[kLongestOwnKey];
	uint8_t certificate[kLongestOwnCertificate];
} SelfSigned;

/*
	`names`: DNS names and IPv4 addresses with commas between, the first of which is the subject's. Takes as long as a handshake.
	0, or the library's error: no memory, no randomness, no names or too long ones.
*/
extern int selfSign(const char *names, SelfSigned *made);
