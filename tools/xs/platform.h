/* What XS asks of the system it is compiled for: 64-bit Linux or macOS. Included by its xsPlatform.h as XSPLATFORM. */

#pragma once

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#if defined(__APPLE__)
	#undef mxMacOSX
	#define mxMacOSX 1
#elif defined(__linux__)
	#undef mxLinux
	#define mxLinux 1
#else
	#error this shell knows Linux and macOS
#endif

/* As in firmware, without mxCESU8 and mxMinusZero: strings count code points, and integers know no -0. */
#define mxParse 1
#define mxRun 1
#define mxMetering 1
/* XS would count its own checks of the stack as computrons: memory.c has a guard below the stack instead. */
#define mxBoundsCheck 0

#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultParseScript 1
#define mxUseDefaultSharedChunks 1

/* XS's own reports go to stdout, which belongs to the script. */
#define mxNoConsole 1

/* What Atomics.wait needs. */
#define mxMachinePlatform \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;
