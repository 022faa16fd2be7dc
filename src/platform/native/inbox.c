/*
	See inbox.h. The pbufs of all chains form one list through `next`; their `tot_len` means nothing then, so each is cut off
	before it is freed.
*/

#include <stdbool.h>
#include <string.h>

#include "lwip/def.h"

#include "inbox.h"

enum {
	/* So many pbufs stay as they are: a burst that is read soon is not worth copying. */
	kKept = 4,
	/* What small ones are copied together into; one is small when two of it fit. */
	kPack = 512
};

static void append(Inbox *inbox, struct pbuf *chain)
{
	if (inbox->first)
		inbox->last->next = chain;
	else
		inbox->first = chain;
	for (inbox->count++; chain->next; chain = chain->next)
		inbox->count++;
	inbox->last = chain;
	inbox->room = 0;
}

static bool openPack(Inbox *inbox)
{
	struct pbuf *pack = pbuf_alloc(PBUF_RAW, kPack, PBUF_RAM);

	if (!pack)
		return false;
	pack->len = 0;
	append(inbox, pack);
	inbox->room = kPack;
	return true;
}

static bool pack(Inbox *inbox, struct pbuf *chain)
{
	u16_t length = chain->tot_len;

	if (length > kPack / 2 || inbox->count < kKept)
		return false;
	if (length > inbox->room && !openPack(inbox))
		return false;
	pbuf_copy_partial(chain, (u8_t *)inbox->last->payload + inbox->last->len, length, 0);
	inbox->last->len += length;
	inbox->room -= length;
	pbuf_free(chain);
	return true;
}

void inboxAdd(Inbox *inbox, struct pbuf *chain)
{
	inbox->length += chain->tot_len;
	if (!pack(inbox, chain))
		append(inbox, chain);
}

static void freeFirst(Inbox *inbox)
{
	struct pbuf *first = inbox->first;

	inbox->first = first->next;
	first->next = NULL;
	pbuf_free(first);
	inbox->taken = 0;
	inbox->count--;
	if (!inbox->first) {
		inbox->last = NULL;
		inbox->room = 0;
	}
}

void inboxTake(Inbox *inbox, void *into, u32_t count)
{
	u8_t *out = into;

	inbox->length -= count;
	while (count) {
		struct pbuf *first = inbox->first;
		u32_t use = LWIP_MIN(count, (u32_t)(first->len - inbox->taken));

		memcpy(out, (u8_t *)first->payload + inbox->taken, use);
		out += use;
		count -= use;
		inbox->taken += use;
		if (inbox->taken == first->len)
			freeFirst(inbox);
	}
}

void inboxClear(Inbox *inbox)
{
	while (inbox->first)
		freeFirst(inbox);
	inbox->length = 0;
}
