/* See news.h. */

#include "corelock.h"
#include "news.h"

static struct {
	bool (*wake)(void);
	/* Whether a wake-up is on its way. */
	bool waking;
	News *first, *last;
} gNews;

void newsOpen(bool (*wake)(void))
{
	LOCK_TCPIP_CORE();
	gNews.wake = wake;
	UNLOCK_TCPIP_CORE();
}

void newsRetry(void)
{
	if (gNews.first && !gNews.waking)
		gNews.waking = gNews.wake();
}

static void append(News *news)
{
	news->listed = true;
	news->next = NULL;
	if (gNews.first)
		gNews.last->next = news;
	else
		gNews.first = news;
	gNews.last = news;
}

/* News without an owner are not kept: who comes to own them asks how things stand. */
void newsAdd(News *news, unsigned what)
{
	if (!news->tell)
		return;
	news->what |= what;
	if (!news->listed)
		append(news);
	newsRetry();
}

void newsDrop(News *news)
{
	News *before = NULL, *walker = gNews.first;

	if (!news->listed)
		return;
	while (walker != news) {
		before = walker;
		walker = walker->next;
	}
	if (before)
		before->next = news->next;
	else
		gNews.first = news->next;
	if (gNews.last == news)
		gNews.last = before;
	news->listed = false;
	news->what = 0;
}

/* A wake-up is over when it begins, so that what comes from now on brings the next. Returns how many wait. */
static unsigned begin(void)
{
	unsigned count = 0;
	News *walker;

	LOCK_TCPIP_CORE();
	gNews.waking = false;
	for (walker = gNews.first; walker; walker = walker->next)
		count++;
	UNLOCK_TCPIP_CORE();
	return count;
}

static bool tellFirst(void)
{
	void (*tell)(void *owner, unsigned what);
	void *owner;
	unsigned what;
	News *news;

	LOCK_TCPIP_CORE();
	news = gNews.first;
	if (news) {
		tell = news->tell;
		owner = news->owner;
		what = news->what;
		newsDrop(news);
	}
	UNLOCK_TCPIP_CORE();
	if (news)
		tell(owner, what);
	return NULL != news;
}

/* Only those that waited at the start: the host has other things to do, too. The others have asked for another wake-up. */
void newsDeliver(void)
{
	unsigned count = begin();

	while (count && tellFirst())
		count--;
	LOCK_TCPIP_CORE();
	newsRetry();
	UNLOCK_TCPIP_CORE();
}
