/*
	Ciphertext on its way: bytes first in, first out, at most `capacity`. Takes memory only while there are some.
*/

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
	uint8_t *bytes;
	uint16_t begin, end, capacity;
} Ciphertext;

static inline size_t ciphertextLength(const Ciphertext *queue)
{
	return queue->end - queue->begin;
}

/* How many bytes can be put. */
static inline size_t ciphertextRoom(const Ciphertext *queue)
{
	return queue->capacity - ciphertextLength(queue);
}

/* Puts as many of `count` bytes as there is room for. Returns how many, or -1 when there is no memory. */
extern int ciphertextPut(Ciphertext *queue, const uint8_t *bytes, size_t count);
/* Takes up to `count` bytes out. Returns how many. */
extern size_t ciphertextTake(Ciphertext *queue, uint8_t *into, size_t count);
extern void ciphertextClear(Ciphertext *queue);
