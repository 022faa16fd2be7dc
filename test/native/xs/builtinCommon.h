/* Of the SDK's modules/io/common and xsHost.h, what src/platform/native uses: see common.c. */

#pragma once

#include "xsmc.h"
#include "xsHost.h"

enum { kIOFormatNumber = 1, kIOFormatBuffer = 2, kIOFormatString = 3, kIOFormatSocketTCP = 4, kIOFormatInvalid = 0xFF };


extern void builtinGetFormat(xsMachine *the, uint8_t format);
extern uint8_t builtinSetFormat(xsMachine *the);
extern uint8_t builtinInitializeFormat(xsMachine *the, uint8_t format);
extern void builtinInitializeTarget(xsMachine *the);
extern int32_t builtinGetSignedInteger(xsMachine *the, xsSlot *slot);
extern xsSlot *builtinGetCallback(xsMachine *the, xsIdentifier id);

typedef void (*modMessageDeliver)(void *the, void *refcon, uint8_t *message, uint16_t length);
extern int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t length, modMessageDeliver deliver, void *refcon);
