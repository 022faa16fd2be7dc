/*
	The slot that does not run, by ESP-IDF's app updates: an image is written front to back, and each sector of 4 KB is erased
	when the first byte of it comes, so that JavaScript waits for one erasure at a time (some 50 ms on a chip). Activating
	checks the whole image as it lies in flash, with ESP-IDF's own digest of it, before the bootloader's choice is changed.

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
	esp_wifi_set_ps(gPowerSave);
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
	esp_wifi_get_ps(&gPowerSave);
	esp_wifi_set_ps(WIFI_PS_NONE);
}

void xs_update_write(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue count;
	esp_err_t error;

	if (!gSlot)
		xsUnknownError("nothing was begun");
	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	error = esp_ota_write(gUpdate, bytes, count);
	if (ESP_OK != error)
		xsUnknownError("ESP-IDF's error 0x%x", error);
}

void xs_update_activate(xsMachine *the)
{
	const esp_partition_t *slot = gSlot;
	esp_err_t error;

	if (!slot)
		xsUnknownError("nothing was begun");
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
