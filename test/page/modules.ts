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
	askedAt?: number;
}

export interface LinkOptions {
	url: string;
	WebSocket: unknown;
	probe: () => Promise<Cause>;
	quiet: number;
	question: string;
	now: () => number;
	presentAt: () => number;
	random: () => number;
	setTimeout: (action: () => void, ms: number) => number;
	clearTimeout: (timer: number | undefined) => void;
	onState: (state: LinkState) => void;
	onMessage: (message: unknown, since: number) => void;
}

export interface Status {
	freshness: "unknown" | "live" | "doubtful" | "stale";
	word: string;
	notice: string;
	detail: string;
	remedy: string;
}

export const { pauseBefore }: { pauseBefore: (attempt: number, random: number) => number } = await load("backoff.js");

export const { parseSwitches, switchWord }: SwitchesModule = await load("switches.js");
interface SwitchesModule {
	parseSwitches: (words: unknown) => number | undefined;
	switchWord: (byte: number | undefined, index: number) => string;
}

export interface State {
	switches: number;
	leds: boolean[];
	changes?: number[];
	ages?: number[];
	uptime?: number;
}

export interface Past {
	moves: number[];
	ages: number[];
	changes: number[];
	uptime: number;
}

export const { readMessage, writeLed, writeName }: MessageModule = await load("message.js");
interface MessageModule {
	readMessage: (data: unknown) => {
		state?: State;
		names?: string[];
		past?: Past;
		name?: string;
		refusal?: { error: string; token: boolean; command: unknown };
	};
	writeLed: (index: number, on: boolean) => string;
	writeName: (index: number, name: string) => string;
}

type Send = (text: string) => boolean;

interface Wishes<T> {
	readonly all: { told: T; wish?: T }[] | undefined;
	readonly live: boolean;
	readonly message: string;
	readonly canRetry: boolean;
	latest(index: number): T | undefined;
	tell(values: T[]): void;
	refuse(error: string): void;
	lose(): void;
	expire(now: number): void;
	retry(now: number): void;
	dismiss(): void;
}

export const { patience }: { patience: number } = await load("wishes.js");

export const { Leds }: { Leds: new (send: Send) => Leds } = await load("leds.js");
export interface Leds extends Wishes<boolean> {
	press(index: number, now: number): void;
}

export const { Names, problemWith }: NamesModule = await load("names.js");
interface NamesModule {
	Names: new (send: Send) => Names;
	problemWith: (name: string) => string;
}
export interface Names extends Wishes<string> {
	readonly problem: string;
	isEdited(index: number): boolean;
	edit(index: number, text?: string): void;
	commit(now: number, final: boolean): void;
	cancel(): void;
}

export interface Entry {
	at: number;
	event: "change" | "start" | "seen" | "online" | "offline";
	index?: number;
	on?: boolean;
	count?: number;
	time?: number;
	boot?: number;
}
interface Time {
	from: number;
	to: number;
}
type Span = Time & { on: boolean };

export const { Recorder, capacity }: { Recorder: new () => Recorder; capacity: number } = await load("record.js");
export interface Recorder {
	readonly entries: Entry[];
	readonly dropped: number;
	readonly changes: number;
	readonly latest: (Entry | null)[];
	readonly restartedAt: number | undefined;
	recall(past: Past): void;
	tell(state: State, now: number, since?: number): void;
	settle(): void;
	lose(at: number): void;
	save(now: number, shift: number): string;
	restore(text: string): void;
	history(now: number): { spans: Span[][]; away: Time[] };
}

export const { stripOf, stripTime, summaryOf, wordAt }: StripModule = await load("strip.js");
interface StripModule {
	stripOf: (spans: Span[], away: Time[], now: number) => { known: string; on: string; off: string; away: string };
	stripTime: number;
	summaryOf: (spans: Span[], now: number) => string;
	wordAt: (spans: Span[], at: number) => string;
}

export const { writeCsv }: { writeCsv: (entries: Entry[], names: string[], shift: number) => string } =
	await load("csv.js");

export const { steadyClock, shiftOf }: ClockModule = await load("clock.js");
interface ClockModule {
	steadyClock: (wall: () => number, ticks: () => number) => () => number;
	shiftOf: (wall: () => number, now: () => number) => () => number;
}

export const { duration, count, bytes, signal }: FormatModule = await load("format.js");
interface FormatModule {
	duration: (ms: number, exact?: boolean) => string;
	count: (number: number) => string;
	bytes: (number: number) => string;
	signal: (dBm: number) => string;
}

export interface Point {
	at: number;
	value: number | undefined;
}
export const { Series, Rate, seriesTime }: SeriesModule = await load("series.js");
interface SeriesModule {
	Series: new () => Series;
	Rate: new () => {
		next(time: number | undefined, counter: number | undefined): number | undefined;
		reset(): void;
	};
	seriesTime: number;
}
interface Series {
	readonly points: Point[];
	readonly moves: boolean;
	add(at: number, value: number | undefined): void;
}

export const { scaleOf, timeOf, lineOf, levelOf }: ChartModule = await load("chart.js");
interface Scale {
	low: number;
	high: number;
}
interface ChartModule {
	scaleOf: (values: number[], fromZero: boolean) => Scale;
	timeOf: (lines: Point[][], now: number) => { start: number; now: number };
	lineOf: (points: Point[], frame: Scale & { start: number; now: number }) => string;
	levelOf: (value: number, frame: Scale & { start: number; now: number }) => string;
}

type Values = Record<string, string | number | undefined>;
export const { Readings, readValues }: ReadingsModule = await load("readings.js");
interface ReadingsModule {
	Readings: new () => {
		readonly values: Values;
		readonly series: Record<string, Series>;
		readonly restartedAt: number | undefined;
		tell(values: Values, now: number): void;
		lose(at: number): void;
	};
	readValues: (data: unknown) => Values | undefined;
}

export type Outcome = "right" | "wrong" | "refused" | "unreachable";
export const { login }: { login: (token: string, fetch: unknown) => Promise<Outcome> } = await load("login.js");

export type Purpose = "watch" | "command";
export const { Token }: { Token: new (options: TokenOptions) => Token } = await load("token.js");
export interface TokenOptions {
	login: (token: string) => Promise<Outcome>;
	onChange: () => void;
	onRight: (purpose: Purpose | undefined) => void;
}
export interface Token {
	readonly purpose: Purpose | undefined;
	readonly checking: boolean;
	readonly message: string;
	ask(purpose: Purpose): void;
	admit(): void;
	leave(): void;
	reopen(): void;
	answer(token: string): Promise<void>;
}

export const { Link }: { Link: new (options: LinkOptions) => Link } = await load("link.js");
export interface Link {
	resume(awaySince: number): void;
	reconnect(): void;
	hurry(): void;
	send(text: string): boolean;
}

export const { probe }: { probe: (address: string, fetch: unknown) => Promise<Cause> } = await load("probe.js");

export const { describe, restarted }: StatusModule = await load("status.js");
interface StatusModule {
	describe: (link: LinkState, told: { known: boolean; fresh: boolean }, now: number, shift: number) => Status;
	restarted: (at: number | undefined, shift: number, cause?: string) => string;
}

interface Region {
	textContent: string | null;
}
export const { Announcer }: { Announcer: new (region: Region) => Announcer } = await load("announcer.js");
interface Announcer {
	say(text: string): void;
	tell(key: string, text: string): void;
	flush(): void;
}

export const {
	DeviceName,
}: { DeviceName: new (location: { hostname: string }, storage: () => unknown) => DeviceName } =
	await load("devicename.js");
interface DeviceName {
	readonly text: string;
	tell(name: unknown): void;
}

export const { Attention }: { Attention: new (options: AttentionOptions) => { presentAt: number } } =
	await load("attention.js");
interface AttentionOptions {
	window: unknown;
	document: unknown;
	now: () => number;
	onBack: (awaySince: number) => void;
}

export interface PageImage {
	readonly bytes: Uint8Array;
	readonly board: string;
	readonly version: string;
	readonly size: number;
}
export const { readImage }: { readImage: (file: ArrayBuffer) => PageImage | undefined } = await load("image.js");

export const { Upload, outcomeOf }: UploadModule = await load("upload.js");
interface UploadModule {
	Upload: new (options: UploadOptions) => Upload;
	outcomeOf: (values: Record<string, unknown>) => string;
}
interface UploadOptions {
	url: string;
	WebSocket: unknown;
	setTimeout: (action: () => void, ms: number) => unknown;
	onChange: () => void;
	onLocked: () => void;
}
interface Upload {
	readonly image: PageImage | undefined;
	readonly progress: number | undefined;
	readonly message: string;
	readonly restarts: boolean;
	choose(image: PageImage | undefined, values: Record<string, unknown>): void;
	start(): void;
}

export interface SetUpState {
	phase: string;
	ssid: string;
	problem: string;
	address: string;
	name: string;
	left?: number;
	networks: { ssid: string; signal: number; secured: boolean }[];
}
export const { addressesOf, describeNetwork, sayingOf }: SetUpModule = await load("setup.js");
interface SetUpModule {
	addressesOf: (setUp: SetUpState) => string[];
	describeNetwork: (network: { signal: number; secured: boolean }) => string;
	sayingOf: (setUp: SetUpState) => string;
}
