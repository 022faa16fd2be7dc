/*
	What the two ends of a connection in the stress test do. The client says it first, in a header of 12 bytes; then it sends
	`length` bytes, which the server answers one by one. Each byte follows from the connection's id and its place, so either
	end notices a byte that is lost, doubled, or another connection's.
*/

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	/* The client has all it asked for and sends FIN, then the server does. */
	kPlanEcho,
	/* The client's FIN comes right behind its request: it still gets the whole answer. */
	kPlanRequest,
	/* The server sends FIN behind its answer; the client has more to say, and then FIN. */
	kPlanServerFirst,
	/* The server closes behind its answer. */
	kPlanServerClose,
	/* The server lets the bytes wait. */
	kPlanStall,
	/* The client lets the answers wait. */
	kPlanDeaf,
	/* The client sends a few bytes at a time. */
	kPlanSlices,
	/* The client sends nothing, and then FIN. */
	kPlanSilent,
	/* The client resets the connection at any time. */
	kPlanReset,
	/* The same, as soon as it is connected. */
	kPlanResetAtOnce,
	/* The server closes without having read everything. */
	kPlanUnread,
	/* The server closes at any time, as a garbage collector would. */
	kPlanCollected,
	kPlans
};

enum { kHeader = 12, kLate = 100 };

typedef struct {
	uint32_t id, length;
	uint8_t kind;
} Plan;

static inline uint8_t byteOf(uint32_t id, uint32_t place)
{
	uint32_t mixed = (id + 1) * 2654435761u ^ place * 2246822519u;

	return (uint8_t)(mixed >> 24);
}

static inline uint8_t answerOf(uint32_t id, uint32_t place)
{
	return byteOf(id, place) ^ 0x5A;
}

/* What the client sends at `place`: the header, then bytes. */
extern uint8_t requestOf(const Plan *plan, uint32_t place);
extern Plan planOf(const uint8_t header[kHeader]);

/* Whether every byte has to arrive, and the connection to end without a reset. */
static inline bool isWhole(const Plan *plan)
{
	return plan->kind <= kPlanSilent;
}

/* stress.c: prints, and ends the process. */
extern void fail(const char *what, const Plan *plan, uint32_t number);
extern uint64_t nowMs(void);
/* Draws what the next connection is to do. */
extern Plan nextPlan(uint32_t id, uint64_t *random);
