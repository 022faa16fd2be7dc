/*
	See client.h. A client moves on in lwIP's callbacks, and in this file's own thread when it is time for what its plan says;
	always under the core lock.

	A reset is a failure, unless the plan has one, or the server has closed its port since and with it those who waited
	there, or had no memory: then, having received nothing, it is tried again.
*/

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lwip/tcp.h"
#include "lwip/tcpip.h"

#include "client.h"
#include "plan.h"
#include "server.h"
#include "wire.h"

typedef struct {
	struct tcp_pcb *pcb;
	Plan plan;
	uint32_t sent, received, unopened, openings, starved;
	/* When it last got on: a burst of losses takes lwIP a minute to repair, a segment at a time. */
	uint64_t moved, due;
	bool used, connected, shut;
} Client;

enum { kMostClients = 64, kPatience = 60000 };

static Client clients[kMostClients];
static uint64_t random_;
static unsigned long repeated;
/* Whether this file's thread is at work, under the core lock: inside its callbacks lwIP puts output off. */
static bool inTurn;

static void leave(Client *client)
{
	tcp_arg(client->pcb, NULL);
	tcp_recv(client->pcb, NULL);
	tcp_sent(client->pcb, NULL);
	tcp_err(client->pcb, NULL);
	client->used = false;
}

static void end(Client *client)
{
	leave(client);
	if (ERR_OK != tcp_close(client->pcb))
		tcp_abort(client->pcb);
}

/* A pcb must not be aborted in its own callbacks without lwIP being told, so this is for this file's thread. */
static void reset(Client *client)
{
	leave(client);
	tcp_abort(client->pcb);
}

static uint32_t toSend(const Client *client)
{
	bool late = kPlanServerFirst == client->plan.kind && client->received == client->plan.length && client->shut;

	if (kPlanSilent == client->plan.kind)
		return 0;
	return kHeader + client->plan.length + (late ? kLate : 0);
}

static void sendSome(Client *client)
{
	uint8_t bytes[1460];
	uint32_t most = kPlanSlices == client->plan.kind ? 7 : sizeof(bytes), i, count;

	if (kPlanSlices == client->plan.kind && !inTurn)
		return;
	while (client->connected && client->sent < toSend(client)) {
		count = least(toSend(client) - client->sent, 1 + below(&random_, most));
		count = least(count, tcp_sndbuf(client->pcb));
		for (i = 0; i < count; i++)
			bytes[i] = requestOf(&client->plan, client->sent + i);
		if (!count || ERR_OK != tcp_write(client->pcb, bytes, (u16_t)count, TCP_WRITE_FLAG_COPY))
			break;
		client->sent += count;
		if (kPlanSlices == client->plan.kind)
			tcp_output(client->pcb);
	}
	tcp_output(client->pcb);
}

static void shut(Client *client)
{
	if (client->shut)
		return;
	client->shut = true;
	if (ERR_OK != tcp_shutdown(client->pcb, 0, 1))
		fail("the client cannot send FIN", &client->plan, client->sent);
}

static void moveOn(Client *client)
{
	const Plan *plan = &client->plan;

	sendSome(client);
	if (!client->connected || client->sent < toSend(client))
		return;
	if (kPlanRequest == plan->kind || (kPlanSilent == plan->kind && nowMs() >= client->due))
		shut(client);
	else if (client->received == plan->length && kPlanServerFirst != plan->kind && kPlanServerClose != plan->kind &&
			isWhole(plan) && kPlanSilent != plan->kind)
		shut(client);
}

static void take(Client *client, const uint8_t *bytes, uint32_t count)
{
	for (; count; count--, client->received++)
		if (*bytes++ != answerOf(client->plan.id, client->received))
			fail("the client received a wrong byte", &client->plan, client->received);
	if (client->received > client->plan.length)
		fail("the client received too much", &client->plan, client->received);
}

/* The server's FIN. */
static void onEnd(Client *client)
{
	if (isWhole(&client->plan) && kPlanSilent != client->plan.kind && client->received < client->plan.length)
		fail("the client received too little", &client->plan, client->received);
	if (kPlanServerFirst == client->plan.kind) {
		client->shut = true;
		sendSome(client);
		if (client->sent < toSend(client))
			fail("the last bytes do not go at once", &client->plan, client->sent);
	}
	end(client);
}

static err_t onReceived(void *arg, struct tcp_pcb *pcb, struct pbuf *chain, err_t err)
{
	Client *client = arg;
	struct pbuf *one;

	LWIP_UNUSED_ARG(err);
	if (!chain) {
		onEnd(client);
		return ERR_OK;
	}
	for (one = chain; one; one = one->next)
		take(client, one->payload, one->len);
	if (kPlanDeaf == client->plan.kind && nowMs() < client->due)
		client->unopened += chain->tot_len;
	else
		tcp_recved(pcb, chain->tot_len);
	pbuf_free(chain);
	client->moved = nowMs();
	moveOn(client);
	return ERR_OK;
}

static err_t onSent(void *arg, struct tcp_pcb *pcb, u16_t length)
{
	Client *client = arg;

	LWIP_UNUSED_ARG(pcb);
	LWIP_UNUSED_ARG(length);
	client->moved = nowMs();
	moveOn(client);
	return ERR_OK;
}

static err_t onConnected(void *arg, struct tcp_pcb *pcb, err_t err)
{
	Client *client = arg;

	LWIP_UNUSED_ARG(err);
	client->connected = true;
	tcp_nagle_disable(pcb);
	if (kPlanResetAtOnce != client->plan.kind)
		moveOn(client);
	return ERR_OK;
}

static void connectClient(Client *client);

static void onGone(void *arg, err_t err)
{
	Client *client = arg;

	if (!isWhole(&client->plan)) {
		client->used = false;
		return;
	}
	if (client->received || (!serverWasClosed(client->openings) && client->starved == wireStarved()))
		fail("the client saw a reset", &client->plan, (uint32_t)-err);
	repeated++;
	client->pcb = NULL;
	/* Tried again by this file's thread. */
	client->due = 0;
}

static void connectClient(Client *client)
{
	ip_addr_t address = wireAddress();
	uint64_t now = nowMs();

	client->sent = client->received = client->unopened = 0;
	client->connected = client->shut = false;
	client->openings = serverOpenings();
	client->starved = wireStarved();
	client->moved = now;
	client->due = now + 1 + below(&random_, kPlanReset == client->plan.kind ? 8 : 30);
	client->pcb = tcp_new();
	if (!client->pcb)
		fail("no control block", &client->plan, 0);
	tcp_arg(client->pcb, client);
	tcp_recv(client->pcb, onReceived);
	tcp_sent(client->pcb, onSent);
	tcp_err(client->pcb, onGone);
	if (ERR_OK != tcp_connect(client->pcb, &address, kPort, onConnected))
		fail("the client cannot connect", &client->plan, 0);
}

static void look(Client *client)
{
	uint64_t now = nowMs();

	if (!client->pcb) {
		connectClient(client);
		return;
	}
	if (now - client->moved > kPatience)
		fail("the client waits in vain", &client->plan, client->received);
	if (kPlanSlices == client->plan.kind)
		moveOn(client);
	else if (kPlanResetAtOnce == client->plan.kind ? client->connected : now >= client->due) {
		if (kPlanReset == client->plan.kind || kPlanResetAtOnce == client->plan.kind) {
			reset(client);
			return;
		}
		if (client->unopened)
			tcp_recved(client->pcb, (u16_t)least(client->unopened, 0xFFFF));
		client->unopened -= least(client->unopened, 0xFFFF);
		if (kPlanSilent == client->plan.kind)
			moveOn(client);
	}
}

/* Returns how many are under way. */
static unsigned turn(unsigned parallel)
{
	unsigned i, count = 0;
	uint32_t id;

	inTurn = true;
	for (i = 0; i < parallel; i++) {
		Client *client = &clients[i];

		if (!client->used && drawId(&id)) {
			client->used = true;
			client->plan = nextPlan(id, &random_);
			connectClient(client);
		}
		else if (client->used)
			look(client);
		count += client->used;
	}
	inTurn = false;
	return count;
}

void clientsRun(uint64_t seed, unsigned parallel)
{
	unsigned count = 1;

	random_ = seed;
	while (count) {
		LOCK_TCPIP_CORE();
		count = turn(parallel);
		wireSweep();
		UNLOCK_TCPIP_CORE();
		usleep(100);
	}
}

unsigned long clientsRepeated(void)
{
	return repeated;
}
