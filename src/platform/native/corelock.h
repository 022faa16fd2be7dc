/*
	lwIP's core lock, which its own thread holds whenever it works: under it lwIP's raw functions may be called from any
	thread. It is not recursive. Nothing waits, allocates in XS or calls JavaScript while it is held.
*/

#pragma once

#include "lwip/opt.h"
#include "lwip/tcpip.h"

#if !LWIP_TCPIP_CORE_LOCKING
	#error "lwIP's core lock is needed: CONFIG_LWIP_TCPIP_CORE_LOCKING=y, as in tools/sdkconfig"
#endif
#if !LWIP_CALLBACK_API
	#error "lwIP's callbacks are needed: LWIP_CALLBACK_API"
#endif
