/*
	The slot that does not run, by ESP-IDF's app updates: an image is written front to back, by sectors of 4 KB that are gathered
	in RAM, each erased right before it is written, so that JavaScript waits for one erasure at a time (some 50 ms on a chip).
	Activating checks the whole image as it lies in flash, with ESP-IDF's own digest of it, before the bootloader's choice is
	changed.

	Wi-Fi saves no power while an image comes: the access point would hold back what it has for us.
*/

#include "xsAll.h"
#include "xs.h"
#include "xsmc.h"

#include "esp_app_format.h"
#include "app_update/include/esp_ota_ops.h"
#include "esp_partition.h"
#include "esp_system.h"
#include "esp_wifi.h"

#define kSector 4096

static uint8_t *gSector;
static uint32_t gGathered;
static esp_ota_handle_t gUpdate;
static const esp_partition_t *gSlot;
static wifi_ps_type_t gPowerSave;

static const esp_partition_t *findSlot(void)
{
	const esp_partition_t *slot = esp_ota_get_next_update_partition(NULL);

	return (slot && (slot != esp_ota_get_running_partition())) ? slot : NULL;
}

/* Ends what was begun; what was written stays, and never starts. */
static void end(void)
{
	if (!gSlot)
		return;
	esp_ota_abort(gUpdate);
	gSlot = NULL;
	c_free(gSector);
	gSector = NULL;
	esp_wifi_set_ps(gPowerSave);
}

static void flush(xsMachine *the)
{
	esp_err_t error = gGathered ? esp_ota_write(gUpdate, gSector, gGathered) : ESP_OK;

	gGathered = 0;
	if (ESP_OK != error)
		xsUnknownError("ESP-IDF's error 0x%x", error);
}

void xs_update_chip(xsMachine *the)
{
	xsResult = xsInteger(CONFIG_IDF_FIRMWARE_CHIP_ID);
}

void xs_update_space(xsMachine *the)
{
	const esp_partition_t *slot = findSlot();

	xsResult = xsInteger(slot ? (int32_t)slot->size : 0);
}

void xs_update_begin(xsMachine *the)
{
	const esp_partition_t *slot = findSlot();
	esp_err_t error;

	end();
	if (!slot)
		xsUnknownError("there is no second slot");
	error = esp_ota_begin(slot, OTA_WITH_SEQUENTIAL_WRITES, &gUpdate);
	if (ESP_OK != error)
		xsUnknownError("ESP-IDF's error 0x%x", error);
	gSlot = slot;
	gGathered = 0;
	gSector = c_malloc(kSector);
	esp_wifi_get_ps(&gPowerSave);
	esp_wifi_set_ps(WIFI_PS_NONE);
	if (!gSector) {
		end();
		xsUnknownError("no memory");
	}
}

void xs_update_write(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue count, piece;

	if (!gSlot)
		xsUnknownError("nothing was begun");
	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	for (; count; count -= piece, bytes = (uint8_t *)bytes + piece) {
		piece = kSector - gGathered;
		if (piece > count)
			piece = count;
		c_memcpy(gSector + gGathered, bytes, piece);
		gGathered += piece;
		if (kSector == gGathered)
			flush(the);
	}
}

void xs_update_activate(xsMachine *the)
{
	const esp_partition_t *slot = gSlot;
	esp_err_t error;

	if (!slot)
		xsUnknownError("nothing was begun");
	flush(the);
	end();
	error = esp_ota_set_boot_partition(slot);
	if (ESP_OK != error)
		xsUnknownError("ESP-IDF's error 0x%x", error);
}

void xs_update_abort(xsMachine *the)
{
	end();
}

void xs_update_restart(xsMachine *the)
{
	esp_restart();
}
