/* Reads names of kSSID bytes from the standard input, and writes a 1 or 0 for each: whether isSSID() takes it for one. */

#include <stdio.h>
#include <stdlib.h>

#include "../../src/platform/native/ssid.h"

int main(void)
{
	/* Of exactly that size, so that a byte too far is found. */
	uint8_t *bytes = malloc(kSSID);

	if (!bytes)
		return 1;
	while (kSSID == fread(bytes, 1, kSSID, stdin))
		putchar(isSSID(bytes) ? '1' : '0');
	free(bytes);
	return 0;
}
