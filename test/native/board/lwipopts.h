/*
	lwIP as the board has it, as far as that matters to streams: the sizes of tools/sdkconfig, the rest as ESP-IDF's defaults.
	For lwIP's sources compiled into the stress test. Assertions end the process.
*/

#pragma once

#include <stdio.h>
#include <stdlib.h>

#define NO_SYS 0
#define LWIP_TCPIP_CORE_LOCKING 1
void sys_check_core_locking(void);
#define LWIP_ASSERT_CORE_LOCKED() sys_check_core_locking()
void sys_mark_tcpip_thread(void);
#define LWIP_MARK_TCPIP_THREAD() sys_mark_tcpip_thread()
void sys_lock_tcpip_core(void);
#define LOCK_TCPIP_CORE() sys_lock_tcpip_core()
void sys_unlock_tcpip_core(void);
#define UNLOCK_TCPIP_CORE() sys_unlock_tcpip_core()

#define SO_REUSE 1
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0
#define LWIP_DHCP 0
#define LWIP_ARP 0
#define LWIP_ETHERNET 0
#define LWIP_IPV6 0
#define LWIP_COMPAT_MUTEX 0
#define LWIP_NETIF_LOOPBACK 0
#define SYS_LIGHTWEIGHT_PROT 1

#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT 8
#define MEMP_NUM_TCP_PCB 256

#define TCP_MSS 1436
#define TCP_WND 2880
#define TCP_SND_BUF 2880
#define TCP_LISTEN_BACKLOG 1
#define TCP_QUEUE_OOSEQ 1
#define TCP_OOSEQ_MAX_PBUFS 4
#define TCP_OVERSIZE TCP_MSS
#define LWIP_TCP_RTO_TIME 1500

#define LWIP_STATS 0
#define TCPIP_MBOX_SIZE 32
#define TCPIP_THREAD_STACKSIZE 0
#define DEFAULT_THREAD_STACKSIZE 0
