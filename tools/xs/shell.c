/*
	A shell around Moddable's XS: runs an ES module, inside the heap of an ESP32 once it says that it is loaded.

		xs [--heap SLOTS] [--chunks BYTES] [--stack SLOTS] [--modules FOLDER] FILE.js [arguments]

	Globals, besides those of the language (there are no timers and no console):
		print(text)    a line on stdout
		exit(code)     ends the process
		scriptArgs     what follows FILE.js, an array of strings
		gc()           collects garbage
		meter()        { slots, peakSlots, chunks, peakChunks, computrons, slotSize }: slots and bytes of chunks in use
		               beyond the base, garbage included, and their highest values since the base was set; the
		               instructions XS has run; the bytes of a slot. Where the base holds what is let go of later,
		               the first four may fall below 0
		now()          the time in µs, of a clock that only goes forward
		bytecode(path) the bytes of a module's bytecode, without the names it shares with other modules
		preloaded()    sets the base and the limits: what is alive no longer counts, as it would be in flash on the
		               device, and the whole heap is free. Before the first call there is no limit; a further call
		               sets them anew
	Exit status: 0, 1 uncaught (an exception, a rejection, a module that cannot be loaded or never ends), 2 usage,
	3 memory full, 4 stack overflow, 5 anything else that stops XS; or what exit() was given.
	What the limits mean is told in memory.c.
*/

#include "shell.h"

void end(int status)
{
	fflush(stdout);
	_exit(status);
}

/* Errors are shown with their stack, anything else as a string. */
static void printException(txMachine* the)
{
	mxPush(mxException);
	mxTry(the) {
		if (the->stack->kind == XS_REFERENCE_KIND) {
			mxDub();
			mxGetID(mxID(_stack));
			if (the->stack->kind == XS_UNDEFINED_KIND)
				mxPop();
		}
		fprintf(stderr, "%s\n", fxToString(the, the->stack));
	}
	mxCatch(the) {
		fprintf(stderr, "an exception that has no string\n");
	}
}

/* Called by XS when it cannot go on. `the` is NULL for XS_STACK_OVERFLOW_EXIT. */
void fxAbort(txMachine* the, int status)
{
	Memory used;
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		used = usedMemory(the);
		fprintf(stderr, "memory full: %d of %ld slots, %d of %ld bytes of chunks in use\n",
			used.slots, limits.heap, used.chunks, limits.chunks);
		end(EXIT_MEMORY);
	case XS_STACK_OVERFLOW_EXIT:
		fprintf(stderr, "stack overflow: more than %ld slots\n", limits.stack);
		end(EXIT_STACK);
	case XS_UNHANDLED_REJECTION_EXIT:
		fprintf(stderr, "unhandled rejection: ");
		/* falls through */
	case XS_UNHANDLED_EXCEPTION_EXIT:
		printException(the);
		end(EXIT_UNCAUGHT);
	default:
		fprintf(stderr, "XS aborted with status %d\n", status);
		end(EXIT_ABORT);
	}
}

static void print(txMachine* the)
{
	puts(mxArgc > 0 ? fxToString(the, mxArgv(0)) : "");
	fflush(stdout);
}

static void exitProcess(txMachine* the)
{
	end(mxArgc > 0 ? fxToInteger(the, mxArgv(0)) : 0);
}

static void gc(txMachine* the)
{
	fxCollectGarbage(the);
}

/* The SDK's own XS counts in parts of a computron. */
#if XS_MAJOR_VERSION < 17
	#define COMPUTRON 1
#else
	#define COMPUTRON 65536.0
#endif

static void meter(txMachine* the)
{
	Memory used = usedMemory(the);
	const struct { char* name; txNumber value; } counters[] = {
		{ "slots", used.slots },
		{ "peakSlots", the->peakHeapCount - base.slots },
		{ "chunks", used.chunks },
		{ "peakChunks", the->peakChunksSize - base.chunks },
		{ "computrons", the->meterIndex / COMPUTRON },
		{ "slotSize", sizeof(txSlot) },
	};
	txSlot* property = fxNewObject(the);
	for (size_t i = 0; i < COUNT(counters); i++)
		property = fxNextNumberProperty(the, property, counters[i].value, fxID(the, counters[i].name), XS_NO_FLAG);
	mxPullSlot(mxResult);
}

static void now(txMachine* the)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	mxResult->kind = XS_NUMBER_KIND;
	mxResult->value.number = 1e6 * time.tv_sec + 1e-3 * time.tv_nsec;
}

static void bytecode(txMachine* the)
{
	txScript* script = parseFile(the, fxToString(the, mxArgv(0)));
	mxResult->kind = XS_INTEGER_KIND;
	mxResult->value.integer = script->codeSize;
	fxDeleteScript(script);
}

/* meter() makes the names of its properties, which would count as the script's if that happened later. */
static void preloaded(txMachine* the)
{
	meter(the);
	mxResult->kind = XS_UNDEFINED_KIND;
	limit(the);
}

/* Takes the value on top of the stack. */
static void setGlobal(txMachine* the, char* name)
{
	mxPush(mxGlobal);
	mxSetID(fxID(the, name));
	mxPop();
}

static void setGlobals(txMachine* the, int argc, char* argv[])
{
	const struct { char* name; txCallback callback; txInteger length; } functions[] = {
		{ "print", print, 1 },
		{ "exit", exitProcess, 1 },
		{ "gc", gc, 0 },
		{ "meter", meter, 0 },
		{ "now", now, 0 },
		{ "bytecode", bytecode, 1 },
		{ "preloaded", preloaded, 0 },
	};
	for (size_t i = 0; i < COUNT(functions); i++) {
		fxNewHostFunction(the, functions[i].callback, functions[i].length, fxID(the, functions[i].name), XS_NO_ID);
		setGlobal(the, functions[i].name);
	}
	fxNewArray(the, argc);
	txSlot* array = the->stack;
	for (int i = 0; i < argc; i++) {
		mxPushStringC(argv[i]);
		mxPushSlot(array);
		mxSetIndex(i);
		mxPop();
	}
	setGlobal(the, "scriptArgs");
}

static char entry[C_PATH_MAX];
static txBoolean jobsQueued, finished;

void fxQueuePromiseJobs(txMachine* the)
{
	jobsQueued = 1;
}

static void onFulfilled(txMachine* the)
{
	finished = 1;
}

static void onRejected(txMachine* the)
{
	mxException = *mxArgv(0);
	fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
}

static void run(txMachine* the)
{
	txSlot* realm = mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm;
	mxPushStringC(entry);
#if XS_MAJOR_VERSION < 17
	fxRunImport(the, realm, XS_NO_ID);
#else
	mxPushUndefined(); /* import attributes */
	fxRunImport(the, realm, NULL);
#endif
	mxDub();
	mxGetID(mxID(_then));
	mxCall();
	fxNewHostFunction(the, onFulfilled, 0, XS_NO_ID, XS_NO_ID);
	fxNewHostFunction(the, onRejected, 1, XS_NO_ID, XS_NO_ID);
	mxRunCount(2);
	mxPop();
	while (jobsQueued) {
		jobsQueued = 0;
		fxRunPromiseJobs(the);
		fxEndJob(the);
	}
	fxCheckUnhandledRejections(the, 1);
	if (!finished) {
		fprintf(stderr, "%s awaits what never comes\n", entry);
		end(EXIT_UNCAUGHT);
	}
}

static void start(txMachine* the, int argc, char* argv[])
{
	fxBeginHost(the);
	mxTry(the) {
		setGlobals(the, argc, argv);
		installSDK(the);
		run(the);
	}
	mxCatch(the) {
		fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
	}
}

void fxCreateMachinePlatform(txMachine* the) {}
void fxDeleteMachinePlatform(txMachine* the) {}

#define OPTION_MAX (1 << 24)

/* Returns the index of FILE.js, or argc where the options are wrong. */
static int parseOptions(int argc, char* argv[])
{
	const struct { char* name; long* value; } options[] = {
		{ "--heap", &limits.heap },
		{ "--chunks", &limits.chunks },
		{ "--stack", &limits.stack },
	};
	int next;
	for (next = 1; next + 1 < argc && argv[next][0] == '-'; next += 2) {
		size_t i = 0;
		if (!strcmp(argv[next], "--modules")) {
			bareModules = argv[next + 1];
			continue;
		}
		while (i < COUNT(options) && strcmp(argv[next], options[i].name))
			i++;
		if (i == COUNT(options))
			return argc;
		char* rest;
		*options[i].value = strtol(argv[next + 1], &rest, 10);
		if (*rest || *options[i].value < 1 || *options[i].value > OPTION_MAX)
			return argc;
	}
	return next;
}

int main(int argc, char* argv[])
{
	int file = parseOptions(argc, argv);
	if (file >= argc || argv[file][0] == '-') {
		fprintf(stderr, "usage: xs [--heap SLOTS] [--chunks BYTES] [--stack SLOTS] [--modules FOLDER] FILE.js [arguments]\n");
		end(EXIT_USAGE);
	}
	if (!realpath(argv[file], entry)) {
		fprintf(stderr, "%s: not found\n", argv[file]);
		end(EXIT_UNCAUGHT);
	}
	start(createMachine(), argc - file - 1, argv + file + 1);
	end(0);
}
