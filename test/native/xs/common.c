/* See builtinCommon.h: with the SDK's contract, as its builtinCommon.c. */

#include <string.h>

#include "builtinCommon.h"
#include "mc.xs.h"

static char *const formats[] = { "number", "buffer", "string", "socket/tcp" };

static uint8_t formatOf(char *name)
{
	uint8_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i], name))
			return i + 1;
	return kIOFormatInvalid;
}

void builtinGetFormat(xsMachine *the, uint8_t format)
{
	xsmcSetString(xsResult, formats[format - 1]);
}

uint8_t builtinSetFormat(xsMachine *the)
{
	return formatOf(xsmcToString(xsArg(0)));
}

uint8_t builtinInitializeFormat(xsMachine *the, uint8_t format)
{
	xsSlot slot;

	if (!xsmcHas(xsArg(0), xsID_format))
		return format;
	xsmcGet(slot, xsArg(0), xsID_format);
	return xsmcTest(slot) ? formatOf(xsmcToString(slot)) : format;
}

void builtinInitializeTarget(xsMachine *the)
{
	xsSlot target;

	if (!xsmcHas(xsArg(0), xsID_target))
		return;
	xsmcGet(target, xsArg(0), xsID_target);
	xsmcSet(xsThis, xsID_target, target);
}

int32_t builtinGetSignedInteger(xsMachine *the, xsSlot *slot)
{
	if (xsUndefinedType == fxTypeOf(the, slot))
		xsUnknownError("invalid");
	return fxToInteger(the, slot);
}

xsSlot *builtinGetCallback(xsMachine *the, xsIdentifier id)
{
	xsSlot slot;
	xsType type;

	xsmcGet(slot, xsArg(0), id);
	type = fxTypeOf(the, &slot);
	if (xsUndefinedType == type || xsNullType == type)
		return NULL;
	if (!xsmcIsCallable(slot))
		xsUnknownError("not a function");
	return fxToReference(the, &slot);
}
