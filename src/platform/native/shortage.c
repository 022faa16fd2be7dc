/* See shortage.h. */

#include "esp_system.h"
#include "lwip/priv/tcp_priv.h"

#include "shortage.h"
#include "streamrecord.h"

static u32_t heldBy(const struct tcp_pcb *pcb)
{
	const Stream *stream = streamOf(pcb);
	u32_t held = TCP_SND_BUF - tcp_sndbuf(pcb) + (stream ? stream->inbox.length : 0);
#if TCP_QUEUE_OOSEQ
	const struct tcp_seg *segment;

	for (segment = pcb->ooseq; segment; segment = segment->next)
		held += segment->len;
#endif
	return held;
}

/* NULL when none holds anything. lwIP has the newest first. */
static struct tcp_pcb *heaviest(void)
{
	struct tcp_pcb *pcb, *found = NULL;
	u32_t most = 1;

	for (pcb = tcp_active_pcbs; pcb; pcb = pcb->next) {
		u32_t held = heldBy(pcb);

		if (held >= most) {
			most = held;
			found = pcb;
		}
	}
	return found;
}

bool shortageRelieve(const struct tcp_pcb *pcb)
{
	struct tcp_pcb *victim;

	if (esp_get_free_heap_size() >= kHeapFloor)
		return false;
	victim = heaviest();
	if (!victim)
		return false;
	tcp_abort(victim);
	return victim == pcb;
}
