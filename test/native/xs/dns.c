/*
	lwIP's resolver for the binding test, with its contract: Debian's lwIP is built without one. A literal is known at once;
	"board.test" is found, in lwIP's thread; for any other name there is none, and "full.test" is not even asked for.
*/

#include <stdlib.h>
#include <string.h>

#include "lwip/dns.h"
#include "lwip/tcpip.h"

typedef struct {
	dns_found_callback found;
	void *arg;
	char name[32];
} Asked;

static void answer(void *arg)
{
	Asked *question = arg;
	ip_addr_t address;
	const ip_addr_t *known = NULL;

	if (!strcmp(question->name, "board.test") && ipaddr_aton("10.1.2.3", &address))
		known = &address;
	question->found(question->name, known, question->arg);
	free(question);
}

err_t dns_gethostbyname(const char *name, ip_addr_t *address, dns_found_callback found, void *arg)
{
	Asked *question;

	LWIP_ASSERT_CORE_LOCKED();
	if (ipaddr_aton(name, address))
		return ERR_OK;
	if (!strcmp(name, "full.test"))
		return ERR_MEM;
	if (strlen(name) >= sizeof(((Asked *)0)->name))
		return ERR_ARG;
	question = malloc(sizeof(Asked));
	if (!question)
		return ERR_MEM;
	question->found = found;
	question->arg = arg;
	strcpy(question->name, name);
	if (ERR_OK == tcpip_callback(answer, question))
		return ERR_INPROGRESS;
	free(question);
	return ERR_MEM;
}
