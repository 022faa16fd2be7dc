/* The server of the stress test, over Streams, in a thread that stands for JavaScript's. */

#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { kPort = 80 };

/* Starts the thread; of a thousand wake-ups, `refused` are refused, as by a full queue. `callers` clients run in it, too. */
extern void serverOpen(uint64_t seed, unsigned refused, unsigned callers, unsigned lives);

/* A number that grows whenever the port is opened and closed, and whether it was closed at that time or since. */
extern unsigned serverOpenings(void);
extern bool serverWasClosed(unsigned since);

/* Waits until it has no connection left, and ends it. */
extern void serverClose(void);

/* caller.c: clients over Streams, in the server's thread. */
extern void callersRun(uint64_t *random, unsigned count);
extern bool callersDone(void);
/* The next id, or false when there have been enough. */
extern bool drawId(uint32_t *id);
extern bool idsAreLeft(void);
