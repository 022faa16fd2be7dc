// The page's modules, as the tests see them.
//
// Strategy: html/ is plain JavaScript that no build touches, so it is imported from there at run time, wherever the
// compiled test is; the types here say what the tests rely on.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const load = (name: string) => import(pathToFileURL(resolve("html", name)).href);

export type Cause = "full" | "locked" | "refused" | "unreachable";

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
	parseSwitches: (words: unknown) => number | undefined;
	switchWord: (byte: number | undefined, index: number) => string;
}

export const { readMessage, writeCommand }: MessageModule = await load("message.js");
interface MessageModule {
	readMessage: (data: unknown) => {
		state?: { switches: number; leds: boolean[] };
		refusal?: { error: string; secret: boolean };
	};
	writeCommand: (index: number, on: boolean) => string;
}

export const { Leds, patience }: { Leds: new (send: (text: string) => boolean) => Leds; patience: number } =
	await load("leds.js");
export interface Leds {
	readonly all: { on: boolean; wish?: boolean }[] | undefined;
	readonly live: boolean;
	readonly message: string;
	tell(leds: boolean[]): void;
	press(index: number, now: number): void;
	refuse(error: string): void;
	lose(): void;
	expire(now: number): void;
}

export type Outcome = "right" | "wrong" | "refused" | "unreachable";
export const { login }: { login: (secret: string, fetch: unknown) => Promise<Outcome> } = await load("login.js");

export type Purpose = "watch" | "command";
export const { Secret }: { Secret: new (options: SecretOptions) => Secret } = await load("secret.js");
export interface SecretOptions {
	login: (secret: string) => Promise<Outcome>;
	onChange: () => void;
	onRight: (purpose: Purpose | undefined) => void;
}
export interface Secret {
	readonly purpose: Purpose | undefined;
	readonly checking: boolean;
	readonly message: string;
	ask(purpose: Purpose): void;
	admit(): void;
	answer(secret: string): Promise<void>;
}

export const { Link }: { Link: new (options: LinkOptions) => Link } = await load("link.js");
export interface Link {
	resume(awaySince: number): void;
	reconnect(): void;
	send(text: string): boolean;
}

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
