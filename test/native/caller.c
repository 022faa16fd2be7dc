/*
	Clients over Streams, in the server's thread: so that both roles are tried, and both ends of a connection have news in
	one list. They ask, read the whole answer, and close in one of three ways.
*/

#include <stdlib.h>

#include "lwip/def.h"

#include "../../src/platform/native/stream.h"
#include "plan.h"
#include "server.h"
#include "wire.h"

typedef struct {
	Stream *stream;
	Plan plan;
	uint32_t sent, received, openings, starved;
	uint64_t started;
} Caller;

enum { kMostCallers = 16, kPatience = 60000 };

static Caller calling[kMostCallers];
static uint64_t *random_;
static bool done;

static void hangUp(Caller *caller)
{
	streamClose(caller->stream);
	caller->stream = NULL;
}

static void ask(Caller *caller, StreamState state)
{
	uint8_t bytes[512];
	uint32_t i, count = least(kHeader + caller->plan.length - caller->sent, least(state.writable, sizeof(bytes)));

	for (i = 0; i < count; i++)
		bytes[i] = requestOf(&caller->plan, caller->sent + i);
	if (!count || !streamWrite(caller->stream, bytes, count))
		return;
	caller->sent += count;
	if (caller->sent == kHeader + caller->plan.length && kPlanRequest == caller->plan.kind)
		streamEnd(caller->stream);
}

static void hear(Caller *caller, StreamState state)
{
	uint8_t bytes[700];
	uint32_t i, count = least(state.unread, sizeof(bytes));

	if (!streamRead(caller->stream, bytes, count))
		return;
	for (i = 0; i < count; i++, caller->received++)
		if (bytes[i] != answerOf(caller->plan.id, caller->received))
			fail("the caller received a wrong byte", &caller->plan, caller->received);
}

static void over(Caller *caller, StreamState state)
{
	if (kReceivingBroken == state.receiving) {
		if (caller->received || (!serverWasClosed(caller->openings) && caller->starved == wireStarved()))
			fail("the caller saw a reset", &caller->plan, caller->received);
	}
	else if (caller->received < caller->plan.length)
		fail("the caller received too little", &caller->plan, caller->received);
	hangUp(caller);
}

static void tellCaller(void *owner, unsigned what)
{
	Caller *caller = owner;
	StreamState state;

	if (what & kStreamWritten)
		streamFlush(caller->stream);
	for (state = streamState(caller->stream); state.unread; state = streamState(caller->stream))
		hear(caller, state);
	if (kReceiving != state.receiving)
		over(caller, state);
	else {
		ask(caller, state);
		/* An answer complete is a reason to go, or to wait for the server's FIN. */
		if (kPlanEcho == caller->plan.kind && caller->received == caller->plan.length && caller->sent > kHeader)
			hangUp(caller);
	}
}

static void callAgain(Caller *caller)
{
	static const uint8_t kinds[] = { kPlanEcho, kPlanRequest, kPlanServerClose };
	ip_addr_t address = wireAddress();
	uint32_t id;

	/* Most of the connections are to be the other clients'. */
	if (below(random_, 16) || !drawId(&id))
		return;
	*caller = (Caller){ .started = nowMs(), .openings = serverOpenings(), .starved = wireStarved() };
	caller->plan = (Plan){ .id = id, .length = 1 + below(random_, 3000), .kind = kinds[below(random_, 3)] };
	caller->stream = streamConnect(&address, kPort);
	if (!caller->stream) {
		if (caller->starved == wireStarved())
			fail("the caller cannot connect", &caller->plan, 0);
		return;
	}
	streamOwn(caller->stream, caller, tellCaller);
}

void callersRun(uint64_t *random, unsigned count)
{
	unsigned i, active = 0;
	bool more = idsAreLeft();

	random_ = random;
	for (i = 0; i < count; i++) {
		if (!calling[i].stream)
			callAgain(&calling[i]);
		else if (nowMs() - calling[i].started > kPatience)
			fail("the caller waits in vain", &calling[i].plan, calling[i].received);
		active += NULL != calling[i].stream;
	}
	done = !active && !more;
}

bool callersDone(void)
{
	return done;
}
