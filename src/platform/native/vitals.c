/*
	xs_vitals_read: a number of the system or of XS, undefined where there is none. Slots and chunks are the machine's own
	counts, in every build; the rest is ESP-IDF's.

	How often the chip has restarted since power came on is kept in RTC memory, which a restart leaves alone and power on
	fills at random: hence the mark beside it. A start is counted when it is first asked for, which src/platform/vitals.ts does at
	once.
*/

#include "xsAll.h"
#include "xs.h"

/* As in src/platform/vitals.ts. */
enum {
	kHeapFree = 0,
	kHeapLeast,
	kSlotsUsed,
	kSlotsSize,
	kChunksUsed,
	kChunksSize,
	kResetReason,
	kResets,
	kRoom
};

#if ESP32

#include "esp_attr.h"
#include "esp_system.h"

#define kMark 0x44495053

static RTC_NOINIT_ATTR uint32_t gMark;
static RTC_NOINIT_ATTR uint32_t gResets;
static uint8_t gCounted;

static int32_t countResets(void)
{
	if (!gCounted) {
		gCounted = 1;
		if ((kMark != gMark) || (ESP_RST_POWERON == esp_reset_reason()))
			gResets = 0;
		else
			gResets += 1;
		gMark = kMark;
	}
	return (int32_t)gResets;
}

static void readSystem(xsMachine *the, int32_t vital)
{
	switch (vital) {
		case kHeapFree: xsResult = xsInteger((int32_t)esp_get_free_heap_size()); break;
		case kHeapLeast: xsResult = xsInteger((int32_t)esp_get_minimum_free_heap_size()); break;
		case kResetReason: xsResult = xsInteger((int32_t)esp_reset_reason()); break;
		case kResets: xsResult = xsInteger(countResets()); break;
		default: break;
	}
}

#else

static void readSystem(xsMachine *the, int32_t vital)
{
}

#endif

/*
	The bytes that a new chunk can have: what is free in chunks that do not grow. Garbage is collected first if that is less
	than the second argument.
*/
static void readRoom(xsMachine *the)
{
	int32_t wanted = xsToInteger(xsArg(1));

	if (the->minimumChunksSize)
		return;
	if ((int32_t)(the->maximumChunksSize - the->currentChunksSize) < wanted)
		xsCollectGarbage();
	xsResult = xsInteger((int32_t)(the->maximumChunksSize - the->currentChunksSize));
}

void xs_vitals_read(xsMachine *the)
{
	int32_t vital = xsToInteger(xsArg(0));

	switch (vital) {
		case kSlotsUsed: xsResult = xsInteger((int32_t)the->currentHeapCount); break;
		case kSlotsSize: xsResult = xsInteger((int32_t)the->maximumHeapCount); break;
		case kChunksUsed: xsResult = xsInteger((int32_t)the->currentChunksSize); break;
		case kChunksSize: xsResult = xsInteger((int32_t)the->maximumChunksSize); break;
		case kRoom: readRoom(the); break;
		default: readSystem(the, vital); break;
	}
}
