/* What src/platform/native takes from ESP-IDF beside lwIP, as wire.c answers it. */

#pragma once

#include <stdint.h>

extern uint32_t esp_get_free_heap_size(void);
