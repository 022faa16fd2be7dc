// What the page says in each situation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, type LinkState, restarted } from "./modules.js";

const now = 100_000;
const never = { known: false, fresh: false };
const before = { known: true, fresh: false };
const live = { known: true, fresh: true };

const line = (link: LinkState, told: typeof never) => {
	const { freshness, word, notice, detail, remedy } = describe(link, told, now, 0);
	return [freshness, word, notice, detail, remedy];
};

const time = (at: number) => new Date(at).toLocaleTimeString();

test("the first connection needs no words but one", () => {
	assert.deepEqual(line({ phase: "connecting" }, never), ["unknown", "Connecting", "", "Trying now…", ""]);
	assert.deepEqual(line({ phase: "open" }, never), ["unknown", "Waiting", "", "", ""]);
	assert.deepEqual(line({ phase: "open" }, live), ["live", "Live", "", "", ""]);
});

test("a lost connection: since when, when the next attempt is, and what to do", () => {
	const trustedUntil = now - 12_345;
	const since = `No connection since ${time(trustedUntil)}.`;
	const waiting = { phase: "waiting", trustedUntil } as const;
	assert.deepEqual(line({ ...waiting, retryAt: now + 2001 }, before), [
		"stale",
		"Offline",
		since,
		"Next attempt in 3 s",
		"Try now",
	]);
	assert.equal(line({ ...waiting, retryAt: now - 5 }, before)[3], "Next attempt in 1 s");
	assert.deepEqual(line({ phase: "connecting", trustedUntil }, before).slice(2), [since, "Trying now…", "Try now"]);
	assert.equal(
		line({ ...waiting, cause: "unreachable" }, before)[2],
		`${since} Is the board powered, and are you on the same network?`,
	);
	assert.match(describe(waiting, before, now, 7000).notice, new RegExp(time(trustedUntil + 7000)));
});

test("a loss that is over within a moment is not worth a notice", () => {
	const { notice, remedy } = describe(
		{ phase: "waiting", trustedUntil: now - 900, retryAt: now + 100 },
		before,
		now,
		0,
	);
	assert.deepEqual([notice, remedy], ["", ""]);
});

test("a new connection shows old switches as old until the board speaks", () => {
	assert.deepEqual(line({ phase: "open", trustedUntil: now - 60_000 }, before).slice(0, 2), ["stale", "Waiting"]);
});

test("a board that owes an answer for a second is not live", () => {
	assert.deepEqual(line({ phase: "open", askedAt: now - 999 }, live).slice(0, 2), ["live", "Live"]);
	assert.deepEqual(line({ phase: "open", askedAt: now - 1000 }, live).slice(0, 2), ["doubtful", "Waiting"]);
});

test("a locked board is locked, however often the page tries", () => {
	for (const link of [
		{ phase: "waiting", cause: "locked", retryAt: now + 3000 },
		{ phase: "connecting", cause: "locked" },
	]) {
		const [, word, notice, detail, remedy] = line(link as LinkState, never);
		assert.deepEqual([word, detail, remedy], ["Locked", "", "Unlock"]);
		assert.match(notice ?? "", /its token/);
	}
});

test("each cause of a failure is explained", () => {
	const notice = (link: LinkState) => describe(link, never, now, 0).notice;
	assert.match(notice({ phase: "waiting", cause: "full" }), /All places on this board are taken/);
	assert.match(notice({ phase: "connecting", cause: "full" }), /All places on this board are taken/);
	assert.match(notice({ phase: "waiting", cause: "refused" }), /^The board answers/);
	assert.match(notice({ phase: "waiting", cause: "unreachable" }), /^The board does not answer\. Is the board powered/);
	assert.equal(notice({ phase: "waiting" }), "");
});

test("a restart of the board is said with its time of day and its cause", () => {
	assert.equal(restarted(undefined, 0), "");
	const at = new Date(2026, 0, 2, 3, 4, 5).getTime();
	assert.equal(restarted(at - 7000, 7000), `The board restarted at ${time(at)}. Its counts start again at 0.`);
	assert.equal(
		restarted(at, 0, "watchdog"),
		`The board restarted at ${time(at)} (watchdog). Its counts start again at 0.`,
	);
});
