/* Clients over lwIP's raw functions: what is tested has no part in them. */

#pragma once

#include <stdint.h>

/* Runs clients, `parallel` at a time, until there have been enough; returns when the last is done. */
extern void clientsRun(uint64_t seed, unsigned parallel);

extern unsigned long clientsRepeated(void);
