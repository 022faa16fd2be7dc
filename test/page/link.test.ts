// The socket that reconnects, against a fake clock and fake sockets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock, FakeSocket, settled } from "./fakes.js";
import { type Cause, Link, type LinkState } from "./modules.js";

const minute = 60_000;
const day = 24 * 60 * minute;
const quiet = 20_000;

/**
 * A link whose chance is always the shortest pause: 250 ms, 500 ms, 1 s, 2 s, 4 s, 7.5 s. With a `question` it does not
 * bear quiet for a day, as without, but for 20 s.
 */
async function start(question?: string) {
	const clock = new FakeClock();
	const sockets: FakeSocket[] = [];
	const states: LinkState[] = [];
	const messages: unknown[] = [];
	const outside = { cause: "refused" as Cause, presentAt: () => clock.now, probes: 0 };
	const link = new Link({
		url: "ws://board/ws",
		WebSocket: class extends FakeSocket {
			constructor(url: string) {
				super(url);
				sockets.push(this);
			}
		},
		probe: async () => {
			outside.probes++;
			return outside.cause;
		},
		quiet: question === undefined ? day : quiet,
		question: question ?? "?",
		now: () => clock.now,
		presentAt: () => outside.presentAt(),
		random: () => 0,
		setTimeout: clock.setTimeout,
		clearTimeout: clock.clearTimeout,
		onState: (state) => states.push(state),
		onMessage: (message) => messages.push(message),
	});
	assert.deepEqual([sockets.length, states.length], [0, 0], "nothing happens inside the constructor");
	await clock.advance(0);
	return {
		clock,
		link,
		sockets,
		states,
		messages,
		outside,
		socket: () => sockets[sockets.length - 1],
		state: () => states[states.length - 1],
		alive: () => sockets.filter(({ closed }) => !closed).length,
	};
}

test("it connects, opens and hands on messages", async () => {
	const { sockets, socket, states, messages, clock } = await start();
	socket().open();
	socket().receive("hello");
	assert.equal(socket().url, "ws://board/ws");
	assert.deepEqual([states.map(({ phase }) => phase), messages], [["connecting", "open"], ["hello"]]);
	assert.equal(clock.pending, 1, "an open link has one timer, for its doubts");
	await clock.advance(60 * minute);
	assert.equal(sockets.length, 1);
});

test("a lost connection is replaced after a pause", async () => {
	const { clock, sockets, socket, state } = await start();
	socket().open();
	await clock.advance(minute);
	socket().end();
	const lostAt = clock.now;
	assert.deepEqual(state(), { phase: "waiting", trustedUntil: lostAt, retryAt: lostAt + 250 });
	await clock.advance(249);
	assert.equal(sockets.length, 1);
	await clock.advance(1);
	assert.equal(sockets.length, 2);
	assert.deepEqual([state().phase, state().trustedUntil], ["connecting", lostAt]);
	socket().open();
	assert.deepEqual([state().phase, clock.pending], ["open", 1]);
});

test("failed attempts pause longer and longer, and tell the cause", async () => {
	const { clock, outside, sockets, socket, state, alive } = await start();
	const pauses: number[] = [];
	for (let attempt = 0; attempt < 7; attempt++) {
		outside.cause = attempt < 3 ? "full" : "unreachable";
		socket().end();
		await settled();
		assert.deepEqual([state().phase, state().cause, alive()], ["waiting", outside.cause, 0]);
		pauses.push((state().retryAt ?? 0) - clock.now);
		await clock.advance(pauses[attempt]);
		assert.equal(state().cause, outside.cause, "the cause is known while trying again");
	}
	assert.deepEqual(pauses, [250, 500, 1000, 2000, 4000, 7500, 7500]);
	assert.deepEqual([sockets.length, outside.probes], [8, 7]);
	socket().open();
	assert.equal(state().cause, undefined);
});

test("a connection that stood starts again with the shortest pause, one that broke at once does not", async () => {
	const { clock, socket, state } = await start();
	const pauseAfter = async (ms: number) => {
		socket().open();
		await clock.advance(ms);
		socket().end();
		const pause = (state().retryAt ?? 0) - clock.now;
		await clock.advance(pause);
		return pause;
	};
	assert.deepEqual([await pauseAfter(10), await pauseAfter(10), await pauseAfter(10)], [250, 500, 1000]);
	assert.deepEqual([await pauseAfter(minute), await pauseAfter(10)], [250, 500]);
});

test("an attempt that neither opens nor fails is abandoned after five seconds", async () => {
	const { clock, outside, sockets, socket, state, states, messages, alive } = await start();
	const silent = socket();
	await clock.advance(4999);
	assert.equal(silent.closed, false);
	await clock.advance(1);
	assert.equal(silent.closed, true);
	assert.deepEqual([state().phase, state().cause, outside.probes], ["waiting", "unreachable", 0]);
	await clock.advance(250);
	const reported = states.length;
	silent.open();
	silent.receive("late");
	silent.end();
	assert.deepEqual([states.length, messages, sockets.length, alive()], [reported, [], 2, 1]);
});

test("coming back ends the pause at once, with one socket only", async () => {
	const { clock, link, sockets, socket, state, alive } = await start();
	for (let attempt = 0; attempt < 5; attempt++) {
		socket().end();
		await settled();
		if (attempt < 4) await clock.advance((state().retryAt ?? 0) - clock.now);
	}
	assert.equal(sockets.length, 5);
	link.resume(clock.now - 100);
	link.resume(clock.now - 100);
	assert.equal(sockets.length, 5, "nothing happens inside the call");
	await clock.advance(0);
	assert.deepEqual([sockets.length, state().phase, alive(), clock.pending], [6, "connecting", 1, 1]);
	link.resume(clock.now - minute);
	await clock.advance(0);
	assert.equal(sockets.length, 6, "an attempt under way is left alone");
});

test("coming back while the cause is being asked does not open a second socket", async () => {
	const { clock, link, sockets, socket, alive } = await start();
	socket().end();
	link.resume(clock.now - minute);
	await clock.advance(0);
	await settled();
	assert.deepEqual([sockets.length, clock.pending], [1, 1]);
	await clock.advance(250);
	assert.deepEqual([sockets.length, alive()], [2, 1]);
});

test("a short absence leaves an open socket alone", async () => {
	const { clock, link, sockets, socket } = await start();
	socket().open();
	await clock.advance(minute);
	link.resume(clock.now - 10_000);
	assert.deepEqual([sockets.length, socket().closed, clock.pending], [1, false, 1]);
});

test("after a long absence an open socket is replaced, and trusted only until then", async () => {
	const { clock, link, sockets, socket, state, states } = await start();
	socket().open();
	await clock.advance(60 * minute);
	const old = socket();
	const awaySince = clock.now - 30 * minute;
	const reported = states.length;
	link.resume(awaySince);
	assert.deepEqual([old.closed, states.length], [true, reported], "no callback inside the call");
	old.end();
	await clock.advance(0);
	assert.deepEqual(state(), { phase: "connecting", trustedUntil: awaySince });
	socket().open();
	assert.deepEqual([sockets.length, state().phase, clock.pending], [2, "open", 1]);
});

test("a quiet socket is asked, again and again, and stays while it answers", async () => {
	const { clock, sockets, socket, states } = await start("?");
	socket().open();
	await clock.advance(quiet - 1);
	socket().receive("still here");
	await clock.advance(quiet - 1);
	assert.deepEqual(socket().sent, [], "what speaks is not asked");
	await clock.advance(1);
	for (let asked = 1; asked <= 10; asked++) {
		assert.deepEqual(socket().sent, new Array(asked).fill("?"));
		await clock.advance(4999);
		socket().receive("here I am");
		await clock.advance(quiet);
	}
	assert.deepEqual([sockets.length, states.at(-1)?.phase], [1, "open"]);
});

test("a socket that does not answer is replaced; it was alive until it was heard last", async () => {
	const { clock, sockets, socket, state } = await start("?");
	socket().open();
	await clock.advance(100);
	socket().receive("hello");
	const heardAt = clock.now;
	await clock.advance(quiet + 4999);
	assert.equal(state().phase, "open");
	await clock.advance(1);
	assert.deepEqual(state(), { phase: "waiting", trustedUntil: heardAt, retryAt: clock.now + 250 });
	assert.ok(socket().closed);
	await clock.advance(250);
	assert.equal(sockets.length, 2);
});

test("a board that speaks all the time is lost when it is quiet; without a word, when it was opened", async () => {
	const { clock, socket, state } = await start("");
	socket().open();
	const openedAt = clock.now;
	await clock.advance(quiet);
	assert.deepEqual(state(), { phase: "waiting", trustedUntil: openedAt, retryAt: clock.now + 250 });
	assert.deepEqual(socket().sent, []);
});

test("what happens to a socket that is asked counts more than the question", async () => {
	const { clock, link, sockets, socket, state, alive } = await start("?");
	socket().open();
	await clock.advance(quiet);
	link.reconnect();
	await clock.advance(0);
	socket().open();
	await clock.advance(quiet - 1);
	assert.deepEqual([state().phase, sockets.length, alive()], ["open", 2, 1], "it was replaced");
	await clock.advance(1);
	socket().end();
	assert.equal(state().phase, "waiting", "it ended");
});

test("a socket that ends while nobody watches was alive until then, or until its last message", async () => {
	const { clock, outside, socket, state } = await start();
	socket().open();
	const watchedUntil = clock.now;
	outside.presentAt = () => watchedUntil;
	await clock.advance(minute);
	socket().end();
	assert.equal(state().trustedUntil, watchedUntil);
	await clock.advance(250);
	socket().open();
	await clock.advance(minute);
	socket().receive("still here");
	const spokeAt = clock.now;
	await clock.advance(minute);
	socket().end();
	assert.equal(state().trustedUntil, spokeAt);
});

test("what is sent without an open socket is not sent, which is said", async () => {
	const { clock, link, socket } = await start();
	assert.equal(link.send("too early"), false);
	socket().open();
	assert.equal(link.send("now"), true);
	const { sent } = socket();
	socket().readyState = 2;
	assert.equal(link.send("while it closes"), false);
	socket().end();
	assert.equal(link.send("while it waits"), false);
	await clock.advance(250);
	assert.equal(link.send("while it connects"), false);
	assert.deepEqual([sent, socket().sent], [["now"], []]);
});

test("reconnecting replaces an open socket at once", async () => {
	const { clock, link, sockets, socket, state, states, alive } = await start();
	socket().open();
	await clock.advance(minute);
	const reported = states.length;
	link.reconnect();
	assert.deepEqual([sockets.length, states.length], [1, reported], "nothing happens inside the call");
	await clock.advance(0);
	assert.deepEqual([sockets.length, alive(), state()], [2, 1, { phase: "connecting", trustedUntil: clock.now }]);
});

test("reconnecting ends a pause, forgets its cause, and begins again with the shortest", async () => {
	const { clock, link, outside, sockets, socket, state } = await start();
	outside.cause = "locked";
	for (let attempt = 0; attempt < 5; attempt++) {
		socket().end();
		await settled();
		assert.equal(state().cause, "locked");
		if (attempt < 4) await clock.advance((state().retryAt ?? 0) - clock.now);
	}
	link.reconnect();
	await clock.advance(0);
	assert.deepEqual([sockets.length, state().phase, state().cause], [6, "connecting", undefined]);
	socket().end();
	await settled();
	assert.equal(state().retryAt, clock.now + 250);
});

test("reconnecting replaces an attempt under way, and one whose cause is being asked", async () => {
	const { clock, link, sockets, socket, state, alive } = await start();
	link.reconnect();
	await clock.advance(0);
	assert.deepEqual([sockets.length, alive()], [2, 1]);
	socket().end();
	link.reconnect();
	await clock.advance(0);
	await settled();
	assert.deepEqual([sockets.length, alive(), state().phase], [3, 1, "connecting"], "a late cause ends no new attempt");
});

test("there is never more than one timer and one socket", async () => {
	const { clock, link, socket, alive, outside } = await start();
	const causes: Cause[] = ["full", "locked", "refused", "unreachable"];
	let seed = 7;
	const chance = (below: number) => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((seed / 2_147_483_648) * below);
	};
	for (let step = 0; step < 3000; step++) {
		outside.cause = causes[chance(4)];
		const actions = [
			() => socket().open(),
			() => socket().receive("text"),
			() => socket().end(),
			() => link.resume(clock.now - chance(20_000)),
			() => link.reconnect(),
			() => void link.send("text"),
			() => clock.advance(chance(8000)),
			settled,
		];
		await actions[chance(actions.length)]();
		assert.ok(clock.pending <= 1 && alive() <= 1, `step ${step}: ${clock.pending} timers, ${alive()} sockets`);
	}
	await clock.advance(minute);
	assert.equal(alive() + clock.pending > 0, true, "it never gives up");
});

test("a command that nothing answers is a doubt at once, and the connection is lost after five seconds", async () => {
	const { clock, link, socket, state } = await start("{}");
	socket().open();
	socket().receive("state");
	const heardAt = clock.now;
	await clock.advance(1000);
	assert.ok(link.send("press"));
	const askedAt = clock.now;
	assert.deepEqual([state().phase, state().askedAt], ["open", askedAt]);
	await clock.advance(2000);
	link.send("press again");
	assert.equal(state().askedAt, askedAt);
	await clock.advance(2999);
	assert.equal(state().phase, "open");
	await clock.advance(1);
	assert.deepEqual([state().phase, state().trustedUntil], ["waiting", heardAt]);
});

test("whatever is heard ends the doubt", async () => {
	const { clock, link, socket, state, sockets } = await start("{}");
	socket().open();
	link.send("press");
	await clock.advance(10);
	socket().receive("state");
	assert.deepEqual([state().phase, state().askedAt], ["open", undefined]);
	await clock.advance(quiet - 1);
	assert.equal(sockets.length, 1);
});

test("a pause can be ended by hand, and nothing else is disturbed by that", async () => {
	const { clock, link, socket, sockets, state } = await start();
	socket().end();
	await settled();
	assert.equal(state().phase, "waiting");
	link.hurry();
	await clock.advance(0);
	assert.equal(sockets.length, 2);
	link.hurry();
	socket().open();
	link.hurry();
	await clock.advance(0);
	assert.deepEqual([sockets.length, state().phase], [2, "open"]);
});
