// The page's modules, as the tests see them.
//
// Strategy: html/ is plain JavaScript that no build touches, so it is imported from there at run time, wherever the
// compiled test is; the types here say what the tests rely on.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const load = (name: string) => import(pathToFileURL(resolve("html", name)).href);

export type Cause = "full" | "refused" | "unreachable";

export interface LinkState {
	phase: "connecting" | "open" | "waiting";
	cause?: Cause;
	retryAt?: number;
	trustedUntil?: number;
}

export interface LinkOptions {
	url: string;
	WebSocket: unknown;
	probe: () => Promise<Cause>;
	now: () => number;
	presentAt: () => number;
	random: () => number;
	setTimeout: (action: () => void, ms: number) => number;
	clearTimeout: (timer: number | undefined) => void;
	onState: (state: LinkState) => void;
	onMessage: (message: unknown) => void;
}

export interface Status {
	freshness: "unknown" | "live" | "stale";
	word: string;
	detail: string;
	notice: string;
	badge: string;
}

export const { pauseBefore }: { pauseBefore: (attempt: number, random: number) => number } = await load("backoff.js");

export const { parseSwitches, switchWord }: SwitchesModule = await load("switches.js");
interface SwitchesModule {
	parseSwitches: (message: unknown) => number | undefined;
	switchWord: (byte: number | undefined, index: number) => string;
}

export const { Link }: { Link: new (options: LinkOptions) => { resume(awaySince: number): void } } =
	await load("link.js");

export const { probe }: { probe: (address: string, fetch: unknown) => Promise<Cause> } = await load("probe.js");

export const { describe, age }: StatusModule = await load("status.js");
interface StatusModule {
	describe: (link: LinkState, switches: { known: boolean; fresh: boolean }, now: number) => Status;
	age: (ms: number) => string;
}

export const { Attention }: { Attention: new (options: AttentionOptions) => { presentAt: number } } =
	await load("attention.js");
interface AttentionOptions {
	window: unknown;
	document: unknown;
	now: () => number;
	onBack: (awaySince: number) => void;
}
