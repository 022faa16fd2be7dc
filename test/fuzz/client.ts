/*
	A client of the session fuzzer: what it has yet to say, and a plain reading of what the server says to it. Everything
	that comes must be one lawful HTTP response, and behind a 101 lawful frames of a server; a client of /echo gets back
	what it has said, in order, and its Pings answered.
*/

import { asciiOf } from "../fakes/text.js";
import type { FakeTransport } from "../fakes/transport.js";
import { digest, join } from "./bytes.js";
import { type Frame, Reader } from "./frames.js";
import { demand } from "./fuzzer.js";

const statuses = [
	101, 200, 204, 304, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 426, 431, 500, 501, 503, 505,
];

const headEnd = "\r\n\r\n";

/** What may come in front of the answer. */
const interim = `HTTP/1.1 100 Continue${headEnd}`;

/** What a client wants, and has asked for without a mistake: names, history and state, the state alone, … */
export type Wish = "all" | "state" | "device" | "echo" | "something";

/** The feeds of each wish, by the top-level key of their messages. */
const feeds: Readonly<Record<Wish, readonly string[]>> = {
	all: ["names", "history", "dipSwitches"],
	state: ["dipSwitches"],
	device: ["device"],
	echo: [],
	something: [],
};

/** What of a message lasts: all but the ages. */
export const lasting = (message: string): string => message.split(',"ages":')[0];

export class Client {
	readonly transport: FakeTransport;
	readonly wish: Wish;
	/** Whether its request may be held back for a time. */
	readonly held: boolean;
	/** When it has connected. */
	readonly born: number;
	/** What it has yet to send: its request, and frames. */
	private request: Uint8Array;
	private frames: Uint8Array = new Uint8Array(0);
	/** The response's head as far as it has come, and its status once it is whole. */
	private head = "";
	status = 0;
	/** How much of the response's body may still come. */
	private body = 0;
	private closing = false;
	/** The last message of each feed, by its top-level key. */
	readonly latest = new Map<string, string>();
	private readonly said = new Reader(true, Infinity);
	private readonly heard = new Reader(false, Infinity);
	/** What is to come back of what it has said. */
	private readonly due: string[] = [];
	private message = 0;
	private hash = digest(new Uint8Array(0));

	constructor(transport: FakeTransport, request: Uint8Array, about: { wish: Wish; held: boolean; born: number }) {
		this.transport = transport;
		this.request = request;
		this.wish = about.wish;
		this.held = about.held;
		this.born = about.born;
	}

	/** Whether its WebSocket is open as far as it knows. */
	get open(): boolean {
		return this.status === 101 && !this.closing && !this.transport.closed;
	}

	/** Whether it has said all it had to say. */
	get silent(): boolean {
		return this.request.length + this.frames.length === 0;
	}

	/** How many answers it still waits for. */
	get owed(): number {
		return this.due.length;
	}

	say(frames: Uint8Array): void {
		this.frames = join(this.frames, frames);
	}

	/** Sends up to `count` bytes of what it has to say. */
	talk(count: number): void {
		const request = this.request.subarray(0, count);
		const frames = this.frames.subarray(0, count - request.length);
		this.request = this.request.slice(request.length);
		this.frames = this.frames.slice(frames.length);
		this.said.read(frames);
		for (const frame of this.said.frames.splice(0)) this.expect(frame);
		if (request.length + frames.length) this.transport.arrive(join(request, frames));
	}

	/** Takes what the server has sent. */
	listen(): void {
		const bytes = this.transport.take();
		if (this.status) this.more(bytes);
		else this.begin(bytes);
	}

	private expect({ opcode, last, payload }: Frame): void {
		if (opcode === 9) this.due.push(`10 ${digest(payload)}`);
		if (opcode > 2) return;
		this.message ||= opcode;
		this.hash = digest(payload, this.hash);
		if (!last) return;
		this.due.push(`${this.message} ${this.hash}`);
		this.message = 0;
		this.hash = digest(new Uint8Array(0));
	}

	private begin(bytes: Uint8Array): void {
		let former = this.head.length;
		this.head += asciiOf(bytes);
		if (this.head.startsWith(interim)) {
			this.head = this.head.slice(interim.length);
			former -= interim.length;
		}
		const end = this.head.indexOf(headEnd) + headEnd.length;
		if (end < headEnd.length) return;
		this.status = Number(this.head.slice(9, 12));
		demand(this.head.startsWith("HTTP/1.1 ") && statuses.includes(this.status), `the answer is ${this.head}`);
		const [, length] = this.head.slice(0, end).split("Content-Length: ");
		this.body = Number.parseInt(length ?? "0", 10);
		this.head = "";
		this.more(bytes.subarray(end - former));
	}

	private more(bytes: Uint8Array): void {
		if (this.status !== 101) {
			this.body -= bytes.length;
			demand(this.body >= 0, "more than one response");
			return;
		}
		this.heard.read(bytes);
		demand(this.heard.violation === 0, `the server's frames are wrong by ${this.heard.violation}`);
		for (const frame of this.heard.frames.splice(0)) this.take(frame);
	}

	/** Keeps a message of a feed, which must be one of those it has asked for. */
	private note(message: string): void {
		const key = ["names", "history", "dipSwitches", "device"].find((key) => message.startsWith(`{"${key}":`));
		if (!key) return;
		const first = this.latest.size;
		const wanted = feeds[this.wish];
		if (wanted.length && !this.latest.has(key)) demand(wanted[first] === key, `told ${key} at first, or not at all`);
		this.latest.set(key, message);
	}

	private take({ opcode, last, payload }: Frame): void {
		demand(!this.closing, "a frame behind the Close frame");
		demand(last, "a server's messages are not fragmented");
		this.closing = opcode === 8;
		const message = opcode === 1 ? asciiOf(payload) : "";
		if (this.wish !== "echo") this.note(message);
		if (opcode >= 8 && opcode !== 10) return;
		const due = this.wish === "echo" ? this.due.shift() : undefined;
		const came = `${opcode} ${digest(payload)}`;
		demand(this.wish !== "echo" || came === due, `echoed ${came}, and not ${due}`);
	}
}
