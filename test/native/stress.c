/*
	The stress test of src/platform/native's streams against lwIP with its thread, meant to run under a sanitizer.

		stress [connections [seed [packets lost per million [allocations that fail per thousand]]]]

	Makes so many connections, each with a plan (plan.h) drawn at random; every byte is checked at both ends. Prints its seed
	and a summary; a failure names the connection. What is left at the end is a failure, too.
	Limits: the two threads beside lwIP's make it a different run each time, whatever the seed.
*/

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "lwip/tcp.h"
#include "lwip/tcpip.h"

#include "client.h"
#include "plan.h"
#include "server.h"
#include "wire.h"

/* Below the streams that may wait at a port, so that none is refused. */
enum { kParallel = 12, kCallers = 3, kLifeOfPort = 997, kRefusedWakesPerThousand = 50 };

static atomic_uint drawn;
static unsigned connections;
static unsigned long long seed;
/* Of the clients over lwIP's own functions, by plan. */
static atomic_uint counts[kPlans];

static const char *const names[kPlans] = {
	"echo", "request and FIN", "server ends first", "server closes", "server stalls", "client stalls", "slices", "silent",
	"reset", "reset at once", "closed unread", "closed anyhow"
};

void fail(const char *what, const Plan *plan, uint32_t number)
{
	fprintf(stderr, "FAILED (seed %llu): %s: %u; connection %u, \"%s\", %u bytes; %lu packets lost\n", seed, what, number,
		plan->id, names[plan->kind % kPlans], plan->length, wireLost());
	fflush(stderr);
	_exit(1);
}

uint64_t nowMs(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool idsAreLeft(void)
{
	return atomic_load(&drawn) < connections;
}

bool drawId(uint32_t *id)
{
	if (!idsAreLeft())
		return false;
	*id = atomic_fetch_add(&drawn, 1);
	if (*id && *id % 100000 == 0)
		fprintf(stderr, "%u, %lu packets lost\n", *id, wireLost());
	return *id < connections;
}

Plan nextPlan(uint32_t id, uint64_t *random)
{
	Plan plan = { .id = id, .kind = (uint8_t)below(random, kPlans), .length = 1 + below(random, 3000) };

	if (kPlanSilent == plan.kind)
		plan.length = 0;
	/* A few are too much for the windows and the send buffers at both ends. */
	else if ((kPlanStall == plan.kind || kPlanDeaf == plan.kind) && 0 == below(random, 16))
		plan.length = 3 * TCP_WND + 2 * TCP_SND_BUF;
	else if (kPlanSlices == plan.kind)
		plan.length = 1 + plan.length / 8;
	atomic_fetch_add(&counts[plan.kind], 1);
	return plan;
}

uint8_t requestOf(const Plan *plan, uint32_t place)
{
	uint32_t field = place < 4 ? plan->id : place < 8 ? plan->length : plan->kind;

	return place < kHeader ? (uint8_t)(field >> 8 * (place & 3)) : byteOf(plan->id, place - kHeader);
}

static uint32_t fieldOf(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

Plan planOf(const uint8_t header[kHeader])
{
	Plan plan = { .id = fieldOf(header), .length = fieldOf(header + 4), .kind = header[8] };

	if (plan.kind >= kPlans || plan.id >= connections)
		fail("the server received a wrong header", &plan, plan.kind);
	return plan;
}

/* lwIP finishes what was closed in its own time, and an end that lost its packets has to be waited for. */
static void awaitEmptiness(void)
{
	unsigned left = 1;
	uint64_t until = nowMs() + 60000;

	while (left) {
		LOCK_TCPIP_CORE();
		wireSweep();
		left = wireBlocks();
		UNLOCK_TCPIP_CORE();
		if (left && nowMs() > until)
			fail("control blocks are left", &(Plan){ 0 }, left);
		usleep(1000);
	}
}

static unsigned long argument(int argc, char *argv[], int index, unsigned long otherwise)
{
	return argc > index ? strtoul(argv[index], NULL, 10) : otherwise;
}

int main(int argc, char *argv[])
{
	uint64_t start = nowMs(), random;
	unsigned loss, i, planned = 0;

	connections = argument(argc, argv, 1, 3000);
	seed = argument(argc, argv, 2, (unsigned long)time(NULL));
	loss = argument(argc, argv, 3, 0);
	wireStarve(argument(argc, argv, 4, 0));
	printf("seed %llu\n", seed);
	fflush(stdout);
	random = seed;
	wireOpen(loss, randomOf(&random));
	serverOpen(randomOf(&random), kRefusedWakesPerThousand, kCallers, kLifeOfPort);
	clientsRun(randomOf(&random), kParallel);
	serverClose();
	awaitEmptiness();
	for (i = 0; i < kPlans; i++) {
		printf("%7u %s\n", atomic_load(&counts[i]), names[i]);
		planned += atomic_load(&counts[i]);
	}
	printf("%7u with a stream at either end\n", connections - planned);
	printf("%u connections in %.1f s, the port opened %u times, %lu connections repeated, %lu packets lost, %u times no memory\n",
		connections, (nowMs() - start) / 1000.0, serverOpenings() / 2, clientsRepeated(), wireLost(), wireStarved());
	return 0;
}
