/*
	The memory of the shell, limited as on an ESP32.

	On the device the built-ins, the bytecode and all that preloaded modules made live in flash, and the machine starts
	with a fixed number of free slots and of free bytes for chunks. Here all of it shares one heap. So the heap grows
	freely until the script calls preloaded(); then garbage is collected, what is alive becomes the base, and exactly
	limits.heap slots and limits.chunks bytes are free. From there XS is in charge, as in the fixed heap of the device:
	it collects when it runs out, and aborts when that does not help.

	A slot here has 32 bytes, on the device 16, so slots are counted and not weighed. Chunks are heavier here than there
	(headers of 16 bytes instead of 8), arrays twice as heavy, since their items are slots: this limit errs on the
	strict side. The stack has limits.stack slots, the intrinsics left out, which are flash as well.
	Not limited: the number of keys (property names), and the C stack, which is the host's.
*/

#include "shell.h"

/* "creation" of an ESP32 in manifest.json. */
Limits limits = { .heap = 3072, .chunks = 61440, .stack = 640 };
Memory base;

/*
	Both heaps are one block each, growing into address space reserved at the start, so that one number limits them.
	The stack is the first allocation of slots; it grows down to a guard that cannot be touched.
*/
#define RESERVED ((size_t)1 << 30)
#define GUARD ((size_t)1 << 20)
#define GROWTH 4096

typedef struct { txByte* start; size_t used; } Region;
static Region chunkRegion, slotRegion;

static void reserve(Region* region)
{
	int flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE;
	region->start = mmap(NULL, GUARD + RESERVED, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (region->start == MAP_FAILED || mprotect(region->start, GUARD, PROT_NONE)) {
		perror("xs");
		end(EXIT_ABORT);
	}
	region->start += GUARD;
}

static void* allocate(Region* region, size_t size)
{
	if (size > RESERVED - region->used)
		return NULL;
	region->used += size;
	return region->start + region->used - size;
}

void* fxAllocateChunks(txMachine* the, txSize size)
{
	return allocate(&chunkRegion, size);
}

txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	return allocate(&slotRegion, count * sizeof(txSlot));
}

void fxFreeChunks(txMachine* the, void* chunks) {}
void fxFreeSlots(txMachine* the, void* slots) {}

/* Runs on a stack of its own, since the C stack may be what overflowed. */
static void onFault(int signal, siginfo_t* info, void* context)
{
	txByte* address = info->si_addr;
	if (slotRegion.start - GUARD <= address && address < slotRegion.start)
		fxAbort(NULL, XS_STACK_OVERFLOW_EXIT);
	fprintf(stderr, "XS faulted: the C stack overflowed, or a bug\n");
	end(EXIT_ABORT);
}

static void catchFaults(void)
{
	static char stack[1 << 16];
	sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof(stack) }, NULL);
	struct sigaction action = { .sa_sigaction = onFault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

/* Slots that loading has left free beyond the limit are chained to an object that is never collected. */
static txSlot ballast;

txMachine* createMachine(void)
{
	txCreation creation = {
		.initialChunkSize = 1 << 20,
		.incrementalChunkSize = GROWTH,
		.initialHeapCount = 4 * GROWTH,
		.incrementalHeapCount = GROWTH,
		/* What comes before the intrinsics is on the device's stack too. */
		.stackCount = limits.stack + mxStackIndexCount - mxInstanceInspectorsStackIndex - 1,
		.initialKeyCount = 4096,
		.incrementalKeyCount = 1024,
		.nameModulo = 1993,
		.symbolModulo = 127,
		.parserBufferSize = 1 << 16,
		.parserTableModulo = 1993,
	};
	reserve(&chunkRegion);
	reserve(&slotRegion);
	catchFaults();
	txMachine* the = fxCreateMachine(&creation, "xs", NULL, XS_NO_ID);
	fxRemember(the, &ballast);
	return the;
}

extern void fxGrowSlots(txMachine* the, txSize count); /* in no header of XS */

static void setFreeSlots(txMachine* the, txSize count)
{
	txSize surplus = -count;
	for (txSlot* slot = the->freeHeap; slot; slot = slot->next)
		surplus++;
	if (surplus < 0) {
		fxGrowSlots(the, -surplus);
		fxCollectGarbage(the); /* finds the first slot of an extension, which fxGrowSlots leaves out */
	}
	else if (surplus > 0) {
		txSlot* slot = fxNewInstance(the);
		mxPullSlot(&ballast);
		while (--surplus > 0)
			slot = slot->next = fxNewSlot(the);
	}
}

static void setFreeChunks(txMachine* the, txSize size)
{
	txBlock* block = the->firstBlock;
	block->limit = block->current + size;
	if (chunkRegion.start + chunkRegion.used < block->limit)
		chunkRegion.used = block->limit - chunkRegion.start;
}

static void unlimit(txMachine* the)
{
	ballast.kind = XS_UNDEFINED_KIND;
	the->firstBlock->limit = chunkRegion.start + chunkRegion.used;
	the->minimumHeapCount = the->minimumChunksSize = GROWTH;
}

void limit(txMachine* the)
{
	unlimit(the);
	fxCollectGarbage(the);
	setFreeSlots(the, limits.heap);
	setFreeChunks(the, limits.chunks);
	the->minimumHeapCount = the->minimumChunksSize = 0; /* what makes a heap fixed to XS */
	base.slots = the->peakHeapCount = the->currentHeapCount;
	base.chunks = the->peakChunksSize = the->currentChunksSize;
}

Memory usedMemory(txMachine* the)
{
	return (Memory){ the->currentHeapCount - base.slots, the->currentChunksSize - base.chunks };
}
