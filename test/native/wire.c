/* See wire.h. */

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lwip/netif.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/prot/ip4.h"
#include "lwip/tcpip.h"
#include "lwip/udp.h"

#include "esp_system.h"

#include "../../src/platform/native/shortage.h"

#include "wire.h"

static struct netif mirror;
static unsigned lossPerMillion;
static uint64_t lossRandom;
static atomic_ulong lost;

/* What is on its way, the oldest first. */
typedef struct Packet Packet;

struct Packet {
	Packet *next;
	struct pbuf *bytes;
};

static Packet *first, **last = &first;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t laden = PTHREAD_COND_INITIALIZER;

unsigned long wireLost(void)
{
	return atomic_load(&lost);
}

static unsigned ttl;

unsigned wireTtl(void)
{
	return ttl;
}

static atomic_uint starvation, starved;

void wireStarve(unsigned perThousand)
{
	atomic_store(&starvation, perThousand);
}

unsigned wireStarved(void)
{
	return atomic_load(&starved);
}

/* Called with the core lock held. */
void *scarceCalloc(size_t count, size_t size)
{
	static uint64_t random = 3;

	if (below(&random, 1000) >= atomic_load(&starvation))
		return calloc(count, size);
	atomic_fetch_add(&starved, 1);
	return NULL;
}

static atomic_int looksLeft = -1;

void wireShorten(uint32_t looks)
{
	atomic_store(&looksLeft, (int)looks);
}

/* Called with the core lock held. */
uint32_t esp_get_free_heap_size(void)
{
	int left = atomic_load(&looksLeft);

	if (left >= 0)
		atomic_store(&looksLeft, left - 1);
	return 0 == left ? kHeapFloor - 1 : kHeapFloor;
}

uint32_t randomOf(uint64_t *state)
{
	uint64_t mixed = *state += 0x9E3779B97F4A7C15u;

	mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
	mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
	return (uint32_t)(mixed >> 32);
}

uint32_t below(uint64_t *state, uint32_t limit)
{
	return (uint32_t)(((uint64_t)randomOf(state) * limit) >> 32);
}

static bool isReset(const struct pbuf *packet)
{
	const struct ip_hdr *header = packet->payload;
	const struct tcp_hdr *segment = (const void *)((const uint8_t *)packet->payload + IPH_HL_BYTES(header));

	return IP_PROTO_TCP == IPH_PROTO(header) && (TCPH_FLAGS(segment) & TCP_RST);
}

static void enqueue(struct pbuf *bytes)
{
	Packet *packet = malloc(sizeof(Packet));

	*packet = (Packet){ .bytes = bytes };
	pthread_mutex_lock(&mutex);
	*last = packet;
	last = &packet->next;
	pthread_cond_signal(&laden);
	pthread_mutex_unlock(&mutex);
}

static Packet *next(void)
{
	Packet *packet;

	pthread_mutex_lock(&mutex);
	while (!first)
		pthread_cond_wait(&laden, &mutex);
	packet = first;
	first = packet->next;
	if (!first)
		last = &first;
	pthread_mutex_unlock(&mutex);
	return packet;
}

/* A thread of its own, so that what lwIP's has no room for waits. */
static void *carry(void *argument)
{
	LWIP_UNUSED_ARG(argument);
	for (;;) {
		Packet *packet = next();

		while (ERR_OK != mirror.input(packet->bytes, &mirror))
			usleep(50);
		free(packet);
	}
	return NULL;
}

/* lwIP keeps the packet for a repetition, so a copy returns. */
static err_t reflect(struct netif *netif, struct pbuf *packet, const ip4_addr_t *to)
{
	struct pbuf *copy;
	struct ip_hdr *header;
	ip4_addr_p_t source;

	LWIP_UNUSED_ARG(netif);
	if (lossPerMillion && below(&lossRandom, 1000000) < lossPerMillion && !isReset(packet)) {
		atomic_fetch_add(&lost, 1);
		return ERR_OK;
	}
	copy = pbuf_alloc(PBUF_RAW, packet->tot_len, PBUF_RAM);
	if (!copy)
		return ERR_MEM;
	pbuf_copy(copy, packet);
	header = copy->payload;
	if (IP_PROTO_UDP == IPH_PROTO(header))
		ttl = IPH_TTL(header);
	if (!ip4_addr_ismulticast(to)) {
		source = header->src;
		header->src = header->dest;
		header->dest = source;
	}
	enqueue(copy);
	return ERR_OK;
}

static err_t initialize(struct netif *netif)
{
	netif->name[0] = 'm';
	netif->name[1] = 'i';
	netif->mtu = 1500;
	netif->flags |= NETIF_FLAG_IGMP;
	netif->output = reflect;
	return ERR_OK;
}

static void started(void *semaphore)
{
	sem_post(semaphore);
}

void wireOpen(unsigned loss, uint64_t seed)
{
	sem_t ready;
	ip4_addr_t address, mask, gateway;
	pthread_t carrier;

	lossPerMillion = loss;
	lossRandom = seed;
	sem_init(&ready, 0, 0);
	tcpip_init(started, &ready);
	sem_wait(&ready);
	IP4_ADDR(&address, 10, 0, 0, 1);
	IP4_ADDR(&mask, 255, 255, 255, 0);
	IP4_ADDR(&gateway, 10, 0, 0, 2);
	LOCK_TCPIP_CORE();
	netif_add(&mirror, &address, &mask, &gateway, NULL, initialize, tcpip_input);
	netif_set_default(&mirror);
	netif_set_up(&mirror);
	netif_set_link_up(&mirror);
	UNLOCK_TCPIP_CORE();
	pthread_create(&carrier, NULL, carry, NULL);
}

ip_addr_t wireAddress(void)
{
	ip_addr_t address;

	IP_ADDR4(&address, 10, 0, 0, 2);
	return address;
}

void wireSweep(void)
{
	while (tcp_tw_pcbs)
		tcp_abort(tcp_tw_pcbs);
}

unsigned wireYielding(void)
{
	unsigned count = 0;
	struct tcp_pcb *pcb;

	for (pcb = tcp_active_pcbs; pcb; pcb = pcb->next)
		if (TCP_PRIO_MIN == pcb->prio)
			count++;
	return count;
}

unsigned wireBlocks(void)
{
	unsigned count = 0;
	struct tcp_pcb *pcb;
	struct udp_pcb *udp;

	for (udp = udp_pcbs; udp; udp = udp->next)
		count++;
	for (pcb = tcp_active_pcbs; pcb; pcb = pcb->next)
		count++;
	for (pcb = tcp_bound_pcbs; pcb; pcb = pcb->next)
		count++;
	return count;
}
