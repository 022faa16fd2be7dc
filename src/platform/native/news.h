/*
	What has happened in lwIP and is yet to be told in the host's thread, where JavaScript runs.

	Whatever can have news embeds a News. lwIP's callbacks add to it; those with something to tell wait in one list, and one
	wake-up of the host stands for all of them. The host then calls newsDeliver in its own thread.

	The list and every News are touched under lwIP's core lock only; nothing is told while it is held. The host's wake
	function is called with the lock held, so it must not wait. When it refuses, because its queue is full, it is asked again
	with the next news, and by lwIP's poll timer (newsRetry) at the latest: a wake-up is late then, never lost.
*/

#pragma once

#include <stdbool.h>

typedef struct News News;

struct News {
	News *next;
	/* Told in the host's thread, without the lock. NULL while nobody is there to be told. May close anything. */
	void (*tell)(void *owner, unsigned what);
	void *owner;
	/* Bits whose meaning is the embedder's. */
	unsigned char what;
	bool listed;
};

/* `wake`: has newsDeliver called soon in the host's thread; false when it cannot now. To be set before any news. */
extern void newsOpen(bool (*wake)(void));

/* The core lock is held. */
extern void newsAdd(News *news, unsigned what);
extern void newsDrop(News *news);
extern void newsRetry(void);

/* The host's thread, the lock not held. */
extern void newsDeliver(void);
