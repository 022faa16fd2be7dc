/*
	The trial of a new version. The bootloader has marked it before its first start; unless it is confirmed, any further start
	is the former version's.

	So all that a watchdog has to do is to restart the board. It is the second timer group's, in hardware, and begins before
	XS does: a version that hangs before it runs any JavaScript goes, too. JavaScript then feeds it, up to a limit, or ends it.
	Debug builds begin it with the first feeding, for a person may stop at a breakpoint before that.
*/

#include "xsAll.h"
#include "xs.h"

#include "app_update/include/esp_ota_ops.h"
#include "esp_system.h"
#include "esp_timer.h"
#include "esp_private/periph_ctrl.h"
#include "hal/timg_ll.h"
#include "hal/wdt_hal.h"

/* Half a millisecond a tick, as ESP-IDF's own watchdogs have it. */
#define kTicksPerMs 2
/* From the start of the system to the first feeding. */
#define kStartTime 30000

static wdt_hal_context_t gWatchdog;
static uint8_t gWatching;
static int64_t gLimit;

static void watch(uint32_t ms)
{
	if (!gWatching) {
		PERIPH_RCC_ACQUIRE_ATOMIC(PERIPH_TIMG1_MODULE, references) {
			if (0 == references) {
				timg_ll_enable_bus_clock(1, true);
				timg_ll_reset_register(1);
			}
		}
		wdt_hal_init(&gWatchdog, WDT_MWDT1, MWDT_LL_DEFAULT_CLK_PRESCALER, false);
		gWatching = 1;
	}
	wdt_hal_write_protect_disable(&gWatchdog);
	wdt_hal_config_stage(&gWatchdog, WDT_STAGE0, ms * kTicksPerMs, WDT_STAGE_ACTION_RESET_SYSTEM);
	wdt_hal_feed(&gWatchdog);
	wdt_hal_enable(&gWatchdog);
	wdt_hal_write_protect_enable(&gWatchdog);
}

static void unwatch(void)
{
	if (!gWatching)
		return;
	wdt_hal_write_protect_disable(&gWatchdog);
	wdt_hal_disable(&gWatchdog);
	wdt_hal_write_protect_enable(&gWatchdog);
}

static int isOnTrial(void)
{
	esp_ota_img_states_t state;

	return (ESP_OK == esp_ota_get_state_partition(esp_ota_get_running_partition(), &state))
		&& (ESP_OTA_IMG_PENDING_VERIFY == state);
}

#ifndef mxDebug
static __attribute__((constructor)) void watchStart(void)
{
	if (isOnTrial())
		watch(kStartTime);
}
#endif

void xs_update_isOnTrial(xsMachine *the)
{
	xsResult = xsBoolean(isOnTrial());
}

void xs_update_wasTried(xsMachine *the)
{
	esp_ota_img_states_t state;
	const esp_partition_t *other = esp_ota_get_next_update_partition(NULL);

	xsResult = xsBoolean(other && (ESP_OK == esp_ota_get_state_partition(other, &state))
		&& ((ESP_OTA_IMG_ABORTED == state) || (ESP_OTA_IMG_INVALID == state)));
}

void xs_update_watch(xsMachine *the)
{
	int32_t ms = xsToInteger(xsArg(0));
	int64_t now = esp_timer_get_time() / 1000;

	if (ms <= 0) {
		unwatch();
		gLimit = 0;
		return;
	}
	if (!gLimit)
		gLimit = now + xsToInteger(xsArg(1));
	if (now < gLimit)
		watch((uint32_t)ms);
}

void xs_update_confirm(xsMachine *the)
{
	/* ESP-IDF confirms what the bootloader would choose, be it this version or not. */
	if (isOnTrial() && (ESP_OK != esp_ota_mark_app_valid_cancel_rollback()))
		xsUnknownError("the version cannot be confirmed");
}

void xs_update_rollBack(xsMachine *the)
{
	if (isOnTrial())
		esp_ota_mark_app_invalid_rollback();
	/* Whether or not it could be marked: a version on trial has no second start. */
	esp_restart();
}
