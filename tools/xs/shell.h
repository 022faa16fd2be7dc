/*
	What the parts of the shell know of each other: shell.c (the program), modules.c (files), memory.c (the limits), sdk.c
	(native code of the SDK).
*/

#pragma once

#include "xsAll.h"
#include "xsScript.h"

/* The SDK's own XS, which is younger than npm's, has a name for each of its stacks. */
#if XS_MAJOR_VERSION >= 17
	#define XS_STACK_OVERFLOW_EXIT XS_JAVASCRIPT_STACK_OVERFLOW_EXIT
#endif

#define COUNT(ARRAY) (sizeof(ARRAY) / sizeof((ARRAY)[0]))

enum { EXIT_UNCAUGHT = 1, EXIT_USAGE, EXIT_MEMORY, EXIT_STACK, EXIT_ABORT };

/* shell.c: ends the process with what has been printed. */
extern void XS_FUNCTION_NORETURN end(int status);

/* memory.c: slots, bytes and slots that the script may use beyond the base. */
typedef struct { long heap, chunks, stack; } Limits;
extern Limits limits;

typedef struct { txSize slots, chunks; } Memory;
extern Memory base;

/* What is alive, or garbage not collected yet, beyond the base. */
extern Memory usedMemory(txMachine* the);

/* modules.c: the folder of the modules with bare specifiers, or NULL. */
extern char* bareModules;

/* modules.c: compiles the module at `path`, without debug information. Throws where it cannot. */
extern txScript* parseFile(txMachine* the, txString path);

extern txMachine* createMachine(void);

/* Collects garbage, takes what is alive for the base, and limits what comes from now on. */
extern void limit(txMachine* the);

/* sdk.c: makes its globals. */
extern void installSDK(txMachine* the);
