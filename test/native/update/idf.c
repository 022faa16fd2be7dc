/*
	A board's flash with two slots, its watchdog and Wi-Fi in memory, with ESP-IDF's contract: see idf.h. What is called out of
	order, or twice, ends the program.
*/

#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Elsewhere it is boardMalloc. */
#undef malloc
extern void *malloc(size_t size);

#define kSector 4096
#define kMagic 0xe9

Board board = { .running = 0, .slots = 2, .powerSave = WIFI_PS_MIN_MODEM, .failIn = -1, .starvedIn = -1 };

static const esp_partition_t partitions[2] = { { kSlot }, { kSlot } };
static esp_ota_handle_t handle;
static int isOpen;
static uint32_t written;

static void demand(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "ESP-IDF: %s\n", what);
	abort();
}

/* Whether this call, of those that can, is the one to fail. */
static int fails(void)
{
	return board.failIn >= 0 && 0 == board.failIn--;
}

void *boardMalloc(size_t size)
{
	if (board.starvedIn >= 0 && 0 == board.starvedIn--)
		return NULL;
	return malloc(size);
}

/* Each slot is a block of its own, so that a byte too far is found. */
void boardStart(const char *state)
{
	int slot;

	for (slot = 0; slot < 2; slot++) {
		board.flash[slot] = malloc(kSlot);
		memset(board.flash[slot], 0xff, kSlot);
		board.states[slot] = ESP_OTA_IMG_UNDEFINED;
	}
	if (state)
		board.states[board.running] = (esp_ota_img_states_t)atoi(state);
}

static int slotOf(const esp_partition_t *partition)
{
	demand(partition == &partitions[0] || partition == &partitions[1], "no partition");
	return partition == &partitions[1];
}

const esp_partition_t *esp_ota_get_running_partition(void)
{
	return &partitions[board.running];
}

const esp_partition_t *esp_ota_get_next_update_partition(const esp_partition_t *from)
{
	demand(!from, "from the running one");
	return board.slots < 2 ? NULL : &partitions[!board.running];
}

esp_err_t esp_ota_begin(const esp_partition_t *partition, size_t size, esp_ota_handle_t *out)
{
	demand(size == OTA_WITH_SEQUENTIAL_WRITES, "it would erase the whole slot at once");
	demand(!isOpen, "the one before was not ended");
	demand(slotOf(partition) != board.running, "the slot that runs");
	if (ESP_OTA_IMG_PENDING_VERIFY == board.states[board.running])
		return ESP_ERR_OTA_ROLLBACK_INVALID_STATE;
	if (fails())
		return 0x107;
	isOpen = 1;
	written = 0;
	*out = ++handle;
	return ESP_OK;
}

esp_err_t esp_ota_write(esp_ota_handle_t given, const void *bytes, size_t count)
{
	uint8_t *flash = board.flash[!board.running];
	const uint8_t *from = bytes;
	size_t i;

	demand(isOpen && given == handle, "no update is open");
	demand(bytes && count > 0 && count <= kSector, "not a sector at most");
	if (fails())
		return 0x107;
	if (0 == written && kMagic != from[0])
		return ESP_ERR_OTA_VALIDATE_FAILED;
	if (written + count > kSlot)
		return ESP_ERR_INVALID_SIZE;
	for (i = 0; i < count; i++, written++) {
		if (0 == written % kSector) {
			memset(flash + written, 0xff, kSector);
			board.erased++;
		}
		flash[written] &= from[i];
	}
	return ESP_OK;
}

esp_err_t esp_ota_abort(esp_ota_handle_t given)
{
	demand(isOpen && given == handle, "no update is open");
	isOpen = 0;
	return ESP_OK;
}

/* The last byte of an image is the sum of the others. */
esp_err_t esp_ota_set_boot_partition(const esp_partition_t *partition)
{
	int slot = slotOf(partition);
	uint8_t sum = 0;
	uint32_t i;

	demand(!isOpen, "the update was not ended");
	if (fails())
		return 0x107;
	for (i = 0; i + 1 < written; i++)
		sum += board.flash[slot][i];
	if (written < 2 || kMagic != board.flash[slot][0] || sum != board.flash[slot][written - 1])
		return ESP_ERR_OTA_VALIDATE_FAILED;
	board.chosen = slot;
	board.states[slot] = ESP_OTA_IMG_NEW;
	return ESP_OK;
}

esp_err_t esp_ota_get_state_partition(const esp_partition_t *partition, esp_ota_img_states_t *state)
{
	*state = board.states[slotOf(partition)];
	return ESP_OTA_IMG_UNDEFINED == *state ? ESP_ERR_NOT_FOUND : ESP_OK;
}

esp_err_t esp_ota_mark_app_valid_cancel_rollback(void)
{
	if (fails())
		return 0x107;
	board.states[board.running] = ESP_OTA_IMG_VALID;
	return ESP_OK;
}

esp_err_t esp_ota_mark_app_invalid_rollback(void)
{
	if (fails())
		return 0x107;
	board.states[board.running] = ESP_OTA_IMG_INVALID;
	return ESP_OK;
}

void esp_restart(void)
{
	board.restarts++;
}

int64_t esp_timer_get_time(void)
{
	return board.time * 1000;
}

esp_err_t esp_wifi_get_ps(wifi_ps_type_t *mode)
{
	*mode = board.powerSave;
	return ESP_OK;
}

esp_err_t esp_wifi_set_ps(wifi_ps_type_t mode)
{
	demand(mode <= WIFI_PS_MAX_MODEM, "no mode of Wi-Fi");
	board.powerSave = mode;
	return ESP_OK;
}

void timg_ll_enable_bus_clock(int group, bool enable)
{
	demand(1 == group && enable, "the second group");
}

void timg_ll_reset_register(int group)
{
	demand(1 == group, "the second group");
}

void wdt_hal_init(wdt_hal_context_t *watchdog, int instance, uint32_t prescaler, bool interrupt)
{
	demand(WDT_MWDT1 == instance && MWDT_LL_DEFAULT_CLK_PRESCALER == prescaler && !interrupt, "the second watchdog");
	demand(!board.hasWatchdog, "once");
	board.hasWatchdog = 1;
	watchdog->isWritable = false;
}

void wdt_hal_write_protect_disable(wdt_hal_context_t *watchdog)
{
	demand(board.hasWatchdog, "no watchdog");
	watchdog->isWritable = true;
}

void wdt_hal_write_protect_enable(wdt_hal_context_t *watchdog)
{
	watchdog->isWritable = false;
}

void wdt_hal_config_stage(wdt_hal_context_t *watchdog, int stage, uint32_t ticks, int action)
{
	demand(watchdog->isWritable && WDT_STAGE0 == stage && WDT_STAGE_ACTION_RESET_SYSTEM == action, "a reset");
	board.patience = ticks / 2;
}

void wdt_hal_feed(wdt_hal_context_t *watchdog)
{
	demand(watchdog->isWritable, "protected");
	board.fed = board.time;
}

void wdt_hal_enable(wdt_hal_context_t *watchdog)
{
	demand(watchdog->isWritable, "protected");
	board.isWatched = 1;
}

void wdt_hal_disable(wdt_hal_context_t *watchdog)
{
	demand(watchdog->isWritable, "protected");
	board.isWatched = 0;
}
