/* The board that idf.c plays: what a test sees and changes. */

#pragma once

#include "idf.h"

#define kSlot (16 * 4096)

typedef struct {
	uint8_t *flash[2];
	esp_ota_img_states_t states[2];
	int running, slots, chosen;
	/* How many of the calls that can fail, or of allocations, are still to go well; -1 for all. */
	int failIn, starvedIn;
	int erased, restarts;
	wifi_ps_type_t powerSave;
	/* In ms: since the start, when the watchdog was fed last, and how long it waits. */
	int64_t time, fed;
	uint32_t patience;
	int hasWatchdog, isWatched;
} Board;

extern Board board;

/* The running version's state, as a number of ESP-IDF; NULL for none. */
extern void boardStart(const char *state);
extern void *boardMalloc(size_t size);
