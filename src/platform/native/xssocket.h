/* What tcp.c and listener.c share. */

#pragma once

#include "xsmc.h"
#include "xsHost.h"

#include "stream.h"

/* tcptell.c: has news told in this machine's thread. Throws where there is no network yet. One machine only has sockets. */
extern void socketsOpen(xsMachine *the);

/* tcp.c: the instance, made without options, takes the stream over. */
extern void tcpTakeStream(xsMachine *the, xsSlot *instance, Stream *stream);
