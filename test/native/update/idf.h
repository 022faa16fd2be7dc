/*
	Of ESP-IDF 6.0, what update.c and trial.c use, upon a flash in memory (idf.c). The headers in idf/ are this one under their names.
*/

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int esp_err_t;

#define ESP_OK 0
#define ESP_ERR_INVALID_ARG 0x102
#define ESP_ERR_INVALID_SIZE 0x104
#define ESP_ERR_NOT_FOUND 0x105
#define ESP_ERR_OTA_VALIDATE_FAILED 0x1503
#define ESP_ERR_OTA_ROLLBACK_INVALID_STATE 0x1506

typedef struct {
	uint32_t size;
} esp_partition_t;

typedef uint32_t esp_ota_handle_t;

typedef enum {
	ESP_OTA_IMG_NEW,
	ESP_OTA_IMG_PENDING_VERIFY,
	ESP_OTA_IMG_VALID,
	ESP_OTA_IMG_INVALID,
	ESP_OTA_IMG_ABORTED,
	ESP_OTA_IMG_UNDEFINED
} esp_ota_img_states_t;

#define OTA_WITH_SEQUENTIAL_WRITES 0xfffffffe

extern const esp_partition_t *esp_ota_get_running_partition(void);
extern const esp_partition_t *esp_ota_get_next_update_partition(const esp_partition_t *from);
extern esp_err_t esp_ota_begin(const esp_partition_t *slot, size_t size, esp_ota_handle_t *handle);
extern esp_err_t esp_ota_write(esp_ota_handle_t handle, const void *bytes, size_t count);
extern esp_err_t esp_ota_abort(esp_ota_handle_t handle);
extern esp_err_t esp_ota_set_boot_partition(const esp_partition_t *slot);
extern esp_err_t esp_ota_get_state_partition(const esp_partition_t *slot, esp_ota_img_states_t *state);
extern esp_err_t esp_ota_mark_app_valid_cancel_rollback(void);
extern esp_err_t esp_ota_mark_app_invalid_rollback(void);
extern void esp_restart(void);
extern int64_t esp_timer_get_time(void);

typedef enum { WIFI_PS_NONE, WIFI_PS_MIN_MODEM, WIFI_PS_MAX_MODEM } wifi_ps_type_t;

extern esp_err_t esp_wifi_get_ps(wifi_ps_type_t *mode);
extern esp_err_t esp_wifi_set_ps(wifi_ps_type_t mode);

typedef struct {
	bool isWritable;
} wdt_hal_context_t;

#define PERIPH_TIMG1_MODULE 1
#define PERIPH_RCC_ACQUIRE_ATOMIC(module, references) \
	for (int references = 0, once = (module); once; once = 0)
#define WDT_MWDT1 1
#define WDT_STAGE0 0
#define WDT_STAGE_ACTION_RESET_SYSTEM 3
#define MWDT_LL_DEFAULT_CLK_PRESCALER 40000

extern void timg_ll_enable_bus_clock(int group, bool enable);
extern void timg_ll_reset_register(int group);
extern void wdt_hal_init(wdt_hal_context_t *watchdog, int instance, uint32_t prescaler, bool interrupt);
extern void wdt_hal_write_protect_disable(wdt_hal_context_t *watchdog);
extern void wdt_hal_write_protect_enable(wdt_hal_context_t *watchdog);
extern void wdt_hal_config_stage(wdt_hal_context_t *watchdog, int stage, uint32_t ticks, int action);
extern void wdt_hal_feed(wdt_hal_context_t *watchdog);
extern void wdt_hal_enable(wdt_hal_context_t *watchdog);
extern void wdt_hal_disable(wdt_hal_context_t *watchdog);
