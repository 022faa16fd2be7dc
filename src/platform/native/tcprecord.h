/* What the parts of the class TCP know of each other: tcp.c (its life), tcptell.c (its callbacks), tcpdata.c (its data). */

#pragma once

#include "mc.xs.h"
#include "modInstrumentation.h"
#include "builtinCommon.h"

#include "xssocket.h"

enum { kOnReadable, kOnWritable, kOnEnd, kOnError, kCallbacks };

/* What of the connection's end has been told. Nothing is told after an error. */
typedef enum { kNothing, kEnd, kError } Told;

typedef struct {
	/* NULL before it takes one, and once it is closed. */
	Stream *stream;
	xsMachine *the;
	xsSlot object;
	xsSlot *callbacks[kCallbacks];
	uint8_t format;
	uint8_t told;
	/* Whether `object` is kept alive. */
	uint8_t remembered;
	/* Whether news are being told: then that frees what is closed meanwhile. */
	uint8_t telling;
} TCP;

/* tcp.c: the record of an open instance. Throws for any other. */
extern TCP *tcpOf(xsMachine *the, xsSlot *instance);

/* tcptell.c: takes the stream over, and has its news told. */
extern void tcpOwn(TCP *tcp, Stream *stream);

/* tcpdata.c: the format, when it is one of ours. Throws for any other. */
extern uint8_t tcpFormat(xsMachine *the, uint8_t format);
