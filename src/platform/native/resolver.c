/*
	xs_resolver_ask(host, callback): the IP address of a host by lwIP's resolver, for resolver.js. `callback` is called once,
	later, with the address as a text, or with undefined when there is none.

	lwIP asks the servers that DHCP has named, keeps their answers as long as they say, and asks by mDNS for names in ".local".
	It gives a question up after some seconds. Limits: the first address only, and so many questions at once as lwIP has room
	for (DNS_TABLE_SIZE); a question cannot be taken back.
*/

#include <stdlib.h>

#include "mc.xs.h"

#include "lwip/dns.h"

#include "corelock.h"
#include "news.h"
#include "xssocket.h"

typedef struct {
	News news;
	xsMachine *the;
	xsSlot callback;
	bool found;
	ip_addr_t address;
} Question;

/* The host's thread. */
static void tell(void *owner, unsigned what)
{
	Question *question = owner;
	char text[IPADDR_STRLEN_MAX];

	LWIP_UNUSED_ARG(what);
	xsBeginHost(question->the);
		if (question->found) {
			ipaddr_ntoa_r(&question->address, text, sizeof(text));
			xsmcSetString(xsResult, text);
		}
		xsCallFunction1(question->callback, xsGlobal, xsResult);
		xsForget(question->callback);
	xsEndHost(question->the);
	free(question);
}

/* The core lock is held. */
static void answer(Question *question, const ip_addr_t *address)
{
	question->found = NULL != address;
	if (address)
		question->address = *address;
	newsAdd(&question->news, 1);
}

/* lwIP's callback. */
static void onFound(const char *name, const ip_addr_t *address, void *arg)
{
	LWIP_UNUSED_ARG(name);
	answer(arg, address);
}

void xs_resolver_ask(xsMachine *the)
{
	Question *question;
	ip_addr_t address;
	err_t err;

	socketsOpen(the);
	xsmcToString(xsArg(0));
	question = calloc(1, sizeof(Question));
	if (!question)
		xsRangeError("no memory");
	question->the = the;
	question->callback = xsArg(1);
	question->news.owner = question;
	question->news.tell = tell;
	xsRemember(question->callback);
	LOCK_TCPIP_CORE();
	/* The name is copied. */
	err = dns_gethostbyname(xsmcToString(xsArg(0)), &address, onFound, question);
	if (ERR_INPROGRESS != err)
		answer(question, ERR_OK == err ? &address : NULL);
	UNLOCK_TCPIP_CORE();
}
