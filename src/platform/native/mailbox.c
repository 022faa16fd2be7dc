/* See mailbox.h. Every field is touched under the core lock only. */

#include <stdlib.h>
#include <string.h>

#include "lwip/igmp.h"
#include "lwip/ip.h"
#include "lwip/netif.h"
#include "lwip/udp.h"

#include "corelock.h"
#include "mailbox.h"

struct Mailbox {
	News news;
	struct udp_pcb *pcb;
	Datagram *first, *last;
	unsigned count;
	bool onLink;
	/* The group it is in, and on which interfaces: a bit by the index of each. */
	ip4_addr_t group;
	u32_t joined;
};

static bool isOnLink(const ip_addr_t *address)
{
	struct netif *netif = ip_current_input_netif();

	return netif && IP_IS_V4(address) && ip4_addr_netcmp(ip_2_ip4(address), netif_ip4_addr(netif), netif_ip4_netmask(netif));
}

static Datagram *copyOf(struct pbuf *packet, const ip_addr_t *address, u16_t port)
{
	Datagram *datagram = malloc(sizeof(Datagram) + packet->tot_len);

	if (!datagram)
		return NULL;
	datagram->next = NULL;
	datagram->address = *address;
	datagram->port = port;
	datagram->length = packet->tot_len;
	pbuf_copy_partial(packet, datagram->bytes, packet->tot_len, 0);
	return datagram;
}

static void append(Mailbox *mailbox, Datagram *datagram)
{
	if (mailbox->first)
		mailbox->last->next = datagram;
	else
		mailbox->first = datagram;
	mailbox->last = datagram;
	mailbox->count++;
	newsAdd(&mailbox->news, 1);
}

static void onReceived(void *arg, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *address, u16_t port)
{
	Mailbox *mailbox = arg;
	Datagram *datagram = NULL;

	LWIP_UNUSED_ARG(pcb);
	if (mailbox->count < kDatagramLimit && packet->tot_len <= kDatagramLength && (!mailbox->onLink || isOnLink(address)))
		datagram = copyOf(packet, address, port);
	pbuf_free(packet);
	if (datagram)
		append(mailbox, datagram);
}

/* A datagram may arrive as soon as the lock is let go: everything is set before. */
static bool bindTo(Mailbox *mailbox, u16_t port, u8_t ttl)
{
	struct udp_pcb *pcb = udp_new();

	if (!pcb)
		return false;
	if (ERR_OK != udp_bind(pcb, IP4_ADDR_ANY, port)) {
		udp_remove(pcb);
		return false;
	}
	if (ttl) {
		pcb->ttl = ttl;
#if LWIP_MULTICAST_TX_OPTIONS
		/* Groups have one of their own. */
		udp_set_multicast_ttl(pcb, ttl);
#endif
	}
	udp_recv(pcb, onReceived, mailbox);
	mailbox->pcb = pcb;
	return true;
}

Mailbox *mailboxOpen(u16_t port, u8_t ttl, bool onLink, void *owner, void (*tell)(void *owner, unsigned what))
{
	Mailbox *mailbox = calloc(1, sizeof(Mailbox));
	bool bound;

	if (!mailbox)
		return NULL;
	mailbox->news.owner = owner;
	mailbox->news.tell = tell;
	mailbox->onLink = onLink;
	LOCK_TCPIP_CORE();
	bound = bindTo(mailbox, port, ttl);
	UNLOCK_TCPIP_CORE();
	if (bound)
		return mailbox;
	free(mailbox);
	return NULL;
}

static u32_t bitOf(struct netif *netif)
{
	u8_t index = netif_get_index(netif);

	return index < 32 ? (u32_t)1 << index : 0;
}

static void leave(Mailbox *mailbox)
{
	struct netif *netif;

	NETIF_FOREACH(netif) {
		if (mailbox->joined & bitOf(netif))
			igmp_leavegroup_netif(netif, &mailbox->group);
	}
	mailbox->joined = 0;
}

static void freeDatagrams(Mailbox *mailbox)
{
	while (mailbox->first) {
		Datagram *datagram = mailbox->first;

		mailbox->first = datagram->next;
		free(datagram);
	}
}

void mailboxClose(Mailbox *mailbox)
{
	LOCK_TCPIP_CORE();
	newsDrop(&mailbox->news);
	leave(mailbox);
	udp_remove(mailbox->pcb);
	UNLOCK_TCPIP_CORE();
	freeDatagrams(mailbox);
	free(mailbox);
}

bool mailboxJoin(Mailbox *mailbox, const ip_addr_t *group)
{
	struct netif *netif;
	bool joined;

	if (!IP_IS_V4(group) || !ip_addr_ismulticast(group))
		return false;
	LOCK_TCPIP_CORE();
	leave(mailbox);
	ip4_addr_copy(mailbox->group, *ip_2_ip4(group));
	NETIF_FOREACH(netif) {
		if (netif_is_up(netif) && (netif->flags & NETIF_FLAG_IGMP) && ERR_OK == igmp_joingroup_netif(netif, &mailbox->group))
			mailbox->joined |= bitOf(netif);
	}
	joined = 0 != mailbox->joined;
	UNLOCK_TCPIP_CORE();
	return joined;
}

unsigned mailboxPending(Mailbox *mailbox)
{
	unsigned count;

	LOCK_TCPIP_CORE();
	count = mailbox->count;
	UNLOCK_TCPIP_CORE();
	return count;
}

Datagram *mailboxTake(Mailbox *mailbox)
{
	Datagram *datagram;

	LOCK_TCPIP_CORE();
	datagram = mailbox->first;
	if (datagram) {
		mailbox->first = datagram->next;
		mailbox->count--;
	}
	UNLOCK_TCPIP_CORE();
	return datagram;
}

bool mailboxSend(Mailbox *mailbox, const void *bytes, u16_t length, const ip_addr_t *address, u16_t port)
{
	struct pbuf *packet;
	err_t err = ERR_MEM;

	LOCK_TCPIP_CORE();
	packet = pbuf_alloc(PBUF_TRANSPORT, length, PBUF_RAM);
	if (packet) {
		pbuf_take(packet, bytes, length);
		err = udp_sendto(mailbox->pcb, packet, address, port);
		pbuf_free(packet);
	}
	UNLOCK_TCPIP_CORE();
	return ERR_OK == err;
}
