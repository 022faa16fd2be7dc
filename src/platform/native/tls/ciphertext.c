/* A bounded queue of bytes (ciphertext.h). */

#include <stdlib.h>
#include <string.h>

#include "ciphertext.h"

int ciphertextPut(Ciphertext *queue, const uint8_t *bytes, size_t count)
{
	size_t room = ciphertextRoom(queue);

	if (count > room)
		count = room;
	if (0 == count)
		return 0;
	if (!queue->bytes) {
		queue->bytes = malloc(queue->capacity);
		if (!queue->bytes)
			return -1;
	}
	if (count > (size_t)(queue->capacity - queue->end)) {
		memmove(queue->bytes, queue->bytes + queue->begin, ciphertextLength(queue));
		queue->end -= queue->begin;
		queue->begin = 0;
	}
	memcpy(queue->bytes + queue->end, bytes, count);
	queue->end += (uint16_t)count;
	return (int)count;
}

size_t ciphertextTake(Ciphertext *queue, uint8_t *into, size_t count)
{
	size_t length = ciphertextLength(queue);

	if (count > length)
		count = length;
	if (0 == count)
		return 0;
	memcpy(into, queue->bytes + queue->begin, count);
	queue->begin += (uint16_t)count;
	if (queue->begin == queue->end)
		ciphertextClear(queue);
	return count;
}

void ciphertextClear(Ciphertext *queue)
{
	free(queue->bytes);
	queue->bytes = NULL;
	queue->begin = queue->end = 0;
}
