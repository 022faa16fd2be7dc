// What the page says in each situation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, type LinkState, restarted } from "./modules.js";

const now = 100_000;
const never = { known: false, fresh: false };
const before = { known: true, fresh: false };
const live = { known: true, fresh: true };

const line = (link: LinkState, switches: typeof never) => {
	const { freshness, word, detail, badge } = describe(link, switches, now);
	return [freshness, [word, detail].join(" ").trim(), badge];
};

test("the first connection", () => {
	const unknown = "Unknown so far";
	assert.deepEqual(line({ phase: "connecting" }, never), ["unknown", "Connecting now…", unknown]);
	assert.deepEqual(line({ phase: "waiting", retryAt: now + 2001 }, never), ["unknown", "Connecting in 3 s", unknown]);
	assert.deepEqual(line({ phase: "open" }, never), ["unknown", "Connected · waiting for the board", unknown]);
	assert.deepEqual(line({ phase: "open" }, live), ["live", "Live", ""]);
});

test("a lost connection", () => {
	const trustedUntil = now - 12_345;
	const badge = "Stale · last seen 12 s ago";
	const waiting = { phase: "waiting", trustedUntil } as const;
	assert.deepEqual(line({ ...waiting, retryAt: now + 3000 }, before), ["stale", "Reconnecting in 3 s", badge]);
	assert.deepEqual(line({ ...waiting, retryAt: now - 5 }, before), ["stale", "Reconnecting in 1 s", badge]);
	assert.deepEqual(line({ phase: "connecting", trustedUntil }, before), ["stale", "Reconnecting now…", badge]);
});

test("a new connection shows old switches as old until the board speaks", () => {
	const [freshness, word, badge] = line({ phase: "open", trustedUntil: now - 60_000 }, before);
	assert.deepEqual([freshness, word], ["stale", "Connected · waiting for the board"]);
	assert.equal(badge, "Stale · last seen 1 min ago");
});

test("a locked board is locked, however often the page tries", () => {
	assert.deepEqual(line({ phase: "waiting", cause: "locked", retryAt: now + 3000 }, never).slice(0, 2), [
		"unknown",
		"Locked",
	]);
	assert.deepEqual(line({ phase: "connecting", cause: "locked" }, before).slice(0, 2), ["stale", "Locked"]);
	assert.equal(
		describe({ phase: "waiting", cause: "locked" }, never, now).notice,
		"",
		"the question itself explains it",
	);
});

test("each cause of a failure is explained, and nothing else is", () => {
	const notice = (link: LinkState) => describe(link, never, now).notice;
	assert.match(notice({ phase: "waiting", cause: "full" }), /maximum number of browsers/);
	assert.match(notice({ phase: "connecting", cause: "full" }), /maximum number of browsers/);
	assert.match(notice({ phase: "waiting", cause: "refused" }), /answers/);
	assert.match(notice({ phase: "waiting", cause: "unreachable" }), /does not answer/);
	assert.equal(notice({ phase: "waiting" }), "");
	assert.equal(notice({ phase: "open" }), "");
});

test("a restart of the board is said with its time of day and its cause", () => {
	assert.equal(restarted(undefined, 0), "");
	const at = new Date(2026, 0, 2, 3, 4, 5).getTime();
	const time = new Date(at).toLocaleTimeString();
	assert.equal(restarted(at - 7000, 7000), `The board restarted at ${time}. It counts from 0 again.`);
	assert.equal(restarted(at, 0, "watchdog"), `The board restarted at ${time}: watchdog. It counts from 0 again.`);
});
