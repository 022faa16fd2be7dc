/*
	See server.h. Each connection does what its plan says; it reads and writes as much as happens to go, a random part of it
	at a time. While a plan has it wait, news are left alone and it looks again later.
*/

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lwip/tcp.h"

#include "../../src/platform/native/news.h"
#include "../../src/platform/native/stream.h"
#include "plan.h"
#include "server.h"
#include "wire.h"

typedef struct Served Served;

struct Served {
	Served *next, **link;
	Stream *stream;
	Plan plan;
	uint8_t header[kHeader];
	uint32_t headerLength, received, answered;
	/* Nothing is done before, and at `closeAt` it is closed. */
	uint64_t waitUntil, closeAt;
};

static Served *served;
static uint64_t random_;
static unsigned refusedPerThousand, callers, connectionsALife, connectionsLeft;
/* Odd while the port is closed. */
static atomic_uint openings = 1;
static Door *door;
static pthread_t thread;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t awake = PTHREAD_COND_INITIALIZER;
static bool messages, closing;

/* The host's queue: called with the core lock held. */
static bool wake(void)
{
	static uint64_t refusals = 7;

	if (below(&refusals, 1000) < refusedPerThousand)
		return false;
	pthread_mutex_lock(&mutex);
	messages = true;
	pthread_cond_signal(&awake);
	pthread_mutex_unlock(&mutex);
	return true;
}

static void finish(Served *one)
{
	streamClose(one->stream);
	*one->link = one->next;
	if (one->next)
		one->next->link = one->link;
	free(one);
}

static uint32_t toReceive(const Served *one)
{
	return one->plan.length + (kPlanServerFirst == one->plan.kind ? kLate : 0);
}

static void begin(Served *one)
{
	uint64_t now = nowMs();

	one->plan = planOf(one->header);
	/* Slices that wait are what the inbox packs together. */
	if (kPlanStall == one->plan.kind || (kPlanSlices == one->plan.kind && below(&random_, 2)))
		one->waitUntil = now + 5 + below(&random_, 30);
	if (kPlanCollected == one->plan.kind)
		one->closeAt = now + below(&random_, 10);
	if (kPlanUnread == one->plan.kind)
		one->closeAt = now + 1 + below(&random_, 5);
}

static void take(Served *one, const uint8_t *bytes, uint32_t count)
{
	while (count && one->headerLength < kHeader) {
		one->header[one->headerLength++] = *bytes++;
		count--;
		if (kHeader == one->headerLength)
			begin(one);
	}
	for (; count; count--, one->received++)
		if (*bytes++ != byteOf(one->plan.id, one->received))
			fail("the server received a wrong byte", &one->plan, one->received);
	if (one->received > toReceive(one) && kHeader == one->headerLength)
		fail("the server received too much", &one->plan, one->received);
}

/* Returns whether anything was read. */
static bool readSome(Served *one, StreamState state)
{
	uint8_t bytes[1024];
	uint32_t count = least(state.unread, 1 + below(&random_, sizeof(bytes)));

	if (state.unread > TCP_WND)
		fail("more waits than the window allows", &one->plan, state.unread);
	if (!count || one->received - one->answered > 4096)
		return false;
	if (kPlanUnread == one->plan.kind && one->received > one->plan.length / 2)
		return false;
	/* Less than there was a moment ago: it has been reset. */
	if (!streamRead(one->stream, bytes, count))
		return false;
	take(one, bytes, count);
	return true;
}

static bool answerSome(Served *one, StreamState state)
{
	uint8_t bytes[4096];
	uint32_t i, owed = least(one->received, one->plan.length) - one->answered;
	uint32_t count = least(least(owed, state.writable), 1 + below(&random_, sizeof(bytes)));

	if (!count)
		return false;
	for (i = 0; i < count; i++)
		bytes[i] = answerOf(one->plan.id, one->answered + i);
	if (!streamWrite(one->stream, bytes, count))
		return false;
	one->answered += count;
	return true;
}

/* What the plan has the server do behind its answer. Returns whether it closed. */
static bool conclude(Served *one, StreamState state)
{
	if (kHeader != one->headerLength || one->answered < one->plan.length)
		return false;
	if (kPlanServerFirst == one->plan.kind && kSending == state.sending)
		streamEnd(one->stream);
	if (kPlanServerClose != one->plan.kind)
		return false;
	finish(one);
	return true;
}

/* The end of receiving. */
static void over(Served *one, StreamState state)
{
	bool owes = one->answered < least(one->received, one->plan.length);

	if (kReceivingBroken == state.receiving) {
		if (kHeader == one->headerLength && isWhole(&one->plan))
			fail("the server saw a reset", &one->plan, one->received);
		finish(one);
		return;
	}
	if (owes)
		return;
	if (kHeader == one->headerLength && isWhole(&one->plan) && one->received < toReceive(one))
		fail("the server received too little", &one->plan, one->received);
	if (below(&random_, 2))
		streamEnd(one->stream);
	finish(one);
}

/* Goes on as far as it goes. */
static void pump(Served *one)
{
	StreamState state = streamState(one->stream);

	if (one->waitUntil > nowMs())
		return;
	while (one->waitUntil <= nowMs() && (answerSome(one, state) | readSome(one, state)))
		state = streamState(one->stream);
	state = streamState(one->stream);
	if (kReceiving != state.receiving && 0 == state.unread)
		over(one, state);
	else
		conclude(one, state);
}

static void tellServed(void *owner, unsigned what)
{
	Served *one = owner;

	if (what & kStreamWritten)
		streamFlush(one->stream);
	if (what & ~kStreamWritten)
		pump(one);
}

static void accept(void)
{
	Stream *stream = doorTake(door);
	Served *one;

	if (!stream)
		return;
	one = calloc(1, sizeof(Served));
	one->stream = stream;
	one->next = served;
	one->link = &served;
	if (served)
		served->link = &one->next;
	served = one;
	streamNoDelay(stream, true);
	streamOwn(stream, one, tellServed);
	connectionsLeft--;
}

static void tellDoor(void *owner, unsigned what)
{
	unsigned pending = doorPending(door);

	LWIP_UNUSED_ARG(owner);
	LWIP_UNUSED_ARG(what);
	while (pending-- && connectionsLeft)
		accept();
}

static void openDoor(void)
{
	connectionsLeft = connectionsALife;
	door = doorOpen(kPort, NULL, tellDoor);
	if (!door)
		fail("the port cannot be opened", &(Plan){ 0 }, kPort);
	atomic_fetch_add(&openings, 1);
}

/* Clients knock all the time, so some do while it opens and some while it closes. */
static void restart(void)
{
	atomic_fetch_add(&openings, 1);
	doorClose(door);
	openDoor();
}

static void tick(void)
{
	Served *one, *next;
	uint64_t now = nowMs();

	for (one = served; one; one = next) {
		next = one->next;
		if ((one->closeAt && one->closeAt <= now))
			finish(one);
		else if (one->waitUntil && one->waitUntil <= now) {
			one->waitUntil = 0;
			pump(one);
		}
	}
	if (!connectionsLeft)
		restart();
}

/* Returns whether the server is to end. */
static bool waitForMessage(void)
{
	struct timespec until;
	bool delivered, end;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 2000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&mutex);
	while (!messages && ETIMEDOUT != pthread_cond_timedwait(&awake, &mutex, &until))
		;
	delivered = messages;
	messages = false;
	end = closing;
	pthread_mutex_unlock(&mutex);
	if (delivered)
		newsDeliver();
	return end;
}

static void *serve(void *argument)
{
	LWIP_UNUSED_ARG(argument);
	newsOpen(wake);
	openDoor();
	while (!waitForMessage() || served || !callersDone()) {
		tick();
		callersRun(&random_, callers);
	}
	doorClose(door);
	return NULL;
}

void serverOpen(uint64_t seed, unsigned refused, unsigned count, unsigned lives)
{
	random_ = seed;
	refusedPerThousand = refused;
	callers = count;
	connectionsALife = lives;
	pthread_create(&thread, NULL, serve, NULL);
}

unsigned serverOpenings(void)
{
	return atomic_load(&openings);
}

bool serverWasClosed(unsigned since)
{
	return since & 1 || since != atomic_load(&openings);
}

void serverClose(void)
{
	pthread_mutex_lock(&mutex);
	closing = true;
	pthread_mutex_unlock(&mutex);
	pthread_join(thread, NULL);
}
