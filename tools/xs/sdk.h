/* What the parts of the SDK's stand-in know of each other, in terms of xs.h: sdk.c, tcp.c, socket.c. */

#pragma once

#include "xs.h"

/* Makes a property of `object` out of native code. The caller has reserved xsVar(0). */
extern void setMethod(xsMachine* the, xsSlot* object, char* name, xsCallback callback, int length);

/* Bytes on their way, outside XS's heap. */
typedef struct { char* bytes; size_t start, end, size; } Queue;

/* tcp.c: where to put `count` bytes more. */
extern char* reserve(Queue* queue, size_t count);

extern void installTCP(xsMachine* the);
extern void installSocket(xsMachine* the);
