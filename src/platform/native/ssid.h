/*
	Names of networks as strangers send them: 32 bytes of whatever they like, filled up with zeros. XS's strings are UTF-8
	without zeros in between, so only a name that is that can be told of. Knows no SDK.
*/

#pragma once

#include <stdint.h>

#define kSSID 32

/* Whether kSSID bytes are a name that can be shown: not empty, UTF-8 (RFC 3629), no control characters. */
extern int isSSID(const uint8_t *bytes);
