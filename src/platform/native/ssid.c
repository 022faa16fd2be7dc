/* See ssid.h. */

#include "ssid.h"

/* How many bytes the character at `bytes` has, of at most `left`; 0 when it is none. */
static int lengthOfCharacter(const uint8_t *bytes, int left)
{
	uint8_t first = bytes[0];
	uint32_t point, least;
	int length, i;

	if (first < 0x80)
		return (first < 0x20) || (0x7f == first) ? 0 : 1;
	if (0xc0 == (first & 0xe0)) {
		length = 2;
		least = 0x80;
		point = first & 0x1f;
	}
	else if (0xe0 == (first & 0xf0)) {
		length = 3;
		least = 0x800;
		point = first & 0x0f;
	}
	else if (0xf0 == (first & 0xf8)) {
		length = 4;
		least = 0x10000;
		point = first & 0x07;
	}
	else
		return 0;
	if (length > left)
		return 0;
	for (i = 1; i < length; i++) {
		if (0x80 != (bytes[i] & 0xc0))
			return 0;
		point = (point << 6) | (bytes[i] & 0x3f);
	}
	if ((point < least) || (point > 0x10ffff) || ((point >= 0xd800) && (point <= 0xdfff)))
		return 0;
	return length;
}

int isSSID(const uint8_t *bytes)
{
	int i = 0, length;

	while ((i < kSSID) && bytes[i]) {
		length = lengthOfCharacter(bytes + i, kSSID - i);
		if (!length)
			return 0;
		i += length;
	}
	if (!i)
		return 0;
	for (; i < kSSID; i++)
		if (bytes[i])
			return 0;
	return 1;
}
