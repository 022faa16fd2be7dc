/*
	The firmware's module "update" in the shell of tools/xs, on the board of idf.c. Globals: the module's functions by their
	native names, and

		get(name), set(name, value)    a number of the board's
		flash(slot)                    a copy of a slot's bytes
		leaks()                        whether the sanitizer has found any

	The environment's PENDING is the state of the version that runs.
*/

#include <stdlib.h>
#include <string.h>
#include <sanitizer/lsan_interface.h>

#include "xsmc.h"
#include "xsHost.h"

#include "board.h"

#define kFunctions(do) \
	do(chip) do(space) do(begin) do(write) do(activate) do(abort) do(verify) do(isOnTrial) do(wasTried) do(watch) do(confirm) \
	do(rollBack) do(restart)

#define declare(name) extern void xs_update_##name(xsMachine *the);
kFunctions(declare)

/* Before the constructors without a priority, of which trial.c has one. */
static __attribute__((constructor(200))) void start(void)
{
	boardStart(getenv("PENDING"));
}

static int isNamed(xsMachine *the, const char *name)
{
	return 0 == strcmp(xsmcToString(xsArg(0)), name);
}

static void get(xsMachine *the)
{
	int value = isNamed(the, "chosen") ? board.chosen
		: isNamed(the, "erased") ? board.erased
		: isNamed(the, "restarts") ? board.restarts
		: isNamed(the, "powerSave") ? (int)board.powerSave
		: isNamed(the, "patience") ? (int)board.patience
		: isNamed(the, "fed") ? (int)board.fed
		: isNamed(the, "state") ? (int)board.states[board.running]
		: board.isWatched;

	xsmcSetInteger(xsResult, value);
}

static void set(xsMachine *the)
{
	int value = xsmcToInteger(xsArg(1));

	if (isNamed(the, "slots"))
		board.slots = value;
	else if (isNamed(the, "failIn"))
		board.failIn = value;
	else if (isNamed(the, "starvedIn"))
		board.starvedIn = value;
	else if (isNamed(the, "powerSave"))
		board.powerSave = (wifi_ps_type_t)value;
	else if (isNamed(the, "time"))
		board.time = value;
	else if (isNamed(the, "state"))
		board.states[board.running] = (esp_ota_img_states_t)value;
	else if (isNamed(the, "other"))
		board.states[!board.running] = (esp_ota_img_states_t)value;
}

static void flash(xsMachine *the)
{
	xsmcSetArrayBuffer(xsResult, board.flash[xsmcToInteger(xsArg(0))], kSlot);
}

static void leaks(xsMachine *the)
{
	xsmcSetBoolean(xsResult, 0 != __lsan_do_recoverable_leak_check());
}

static void define(xsMachine *the, char *name, xsCallback callback, int length)
{
	xsVar(0) = xsNewHostFunction(callback, length);
	xsmcSet(xsGlobal, xsID(name), xsVar(0));
}

void installMore(xsMachine *the)
{
	xsBeginHost(the);
	xsmcVars(1);
#define makeKnown(name) define(the, "xs_update_" #name, xs_update_##name, 3);
	kFunctions(makeKnown)
	define(the, "get", get, 1);
	define(the, "set", set, 2);
	define(the, "flash", flash, 1);
	define(the, "leaks", leaks, 0);
	xsEndHost(the);
}
