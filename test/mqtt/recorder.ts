/*
	A session that keeps its events, and the vector runner: a server's bytes in, events out as one line of text, however the
	bytes are sliced.

	Events: `open`, `message a/b "x"` (with ` retained` behind it, or `*300` for as many bytes), `too long a/b`, `acknowledged 1`,
	`subscribed 01 80`, `unsubscribed`, `closed §2.2.2: …`; what the session sends is the packet's name with `>` in front.
*/

import { Client } from "../../src/mqtt/client.js";
import type { Opening } from "../../src/mqtt/encoder.js";
import { text } from "../fakes/text.js";
import { bytesOf, equal, hex, pieces } from "../harness.js";

/** `bytes` in the notation of `bytesOf`. */
export type Vector = readonly [name: string, bytes: string, events: string];

const packetNames = [
	"0",
	"connect",
	"connack",
	"publish",
	"puback",
	"pubrec",
	"pubrel",
	"pubcomp",
	"subscribe",
	"suback",
	"unsubscribe",
	"unsuback",
	"pingreq",
	"pingresp",
	"disconnect",
];

export class Recorder extends Client {
	readonly events: string[] = [];
	readonly sent: Uint8Array[] = [];
	/** Done when a message comes. */
	whenTold: () => void = () => {};
	protected readonly text = text;

	protected override get maxMessage(): number {
		return 300;
	}

	protected override get maxTopic(): number {
		return 20;
	}

	protected override get maxPending(): number {
		return 4;
	}

	get line(): string {
		return this.events.join(" | ");
	}

	/** What has happened since the last call. */
	take(): string {
		const { line } = this;
		this.events.length = 0;
		return line;
	}

	protected override write(bytes: Uint8Array): void {
		this.sent.push(bytes.slice());
		const name = packetNames[bytes[0] >> 4];
		const dup = bytes[0] >> 4 === 3 && bytes[0] & 8 ? " dup" : "";
		const id = name === "puback" ? ` ${(bytes[2] << 8) | bytes[3]}` : "";
		this.events.push(`>${name}${dup}${id}`);
	}

	protected override onOpen(sessionPresent: boolean): void {
		this.events.push(sessionPresent ? "open with session" : "open");
	}

	protected override onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
		const shown = payload.length > 32 ? `*${payload.length}` : `"${text.decode(payload)}"`;
		this.events.push(`message ${topic} ${shown}${retained ? " retained" : ""}`);
		this.whenTold();
	}

	protected override onTooLong(topic: string | undefined): void {
		this.events.push(`too long ${topic ?? "topic"}`);
	}

	protected override onAcknowledged(id: number): void {
		this.events.push(`acknowledged ${id}`);
	}

	protected override onSubscribed(granted: Uint8Array): void {
		this.events.push(`subscribed ${hex(granted)}`);
	}

	protected override onUnsubscribed(): void {
		this.events.push("unsubscribed");
	}

	protected override onClose(reason: string): void {
		this.events.push(`closed ${reason}`.trim());
	}
}

export const opening: Opening = { clientId: "id", clean: true, keepAlive: 60 };

/** A session whose CONNACK has not come. */
export function offered(changes: Partial<Opening> = {}): Recorder {
	const recorder = new Recorder();
	recorder.open({ ...opening, ...changes });
	recorder.take();
	return recorder;
}

/** A session that is open. */
export function opened(changes: Partial<Opening> = {}): Recorder {
	const recorder = offered(changes);
	recorder.receive(bytesOf("20020000"));
	recorder.take();
	return recorder;
}

/** One that awaits a PUBACK with identifier 1, a SUBACK of two return codes with 2, and an UNSUBACK with 3. */
export function waiting(): Recorder {
	const recorder = opened();
	recorder.publish("t", bytesOf("'x'"), 1, false);
	recorder.subscribe([
		["a", 1],
		["b/#", 0],
	]);
	recorder.unsubscribe(["c"]);
	recorder.take();
	return recorder;
}

const guard = 0xa5;

/** Runs a vector whole, byte by byte, in each two-way split, and as a view between guard bytes. */
export function feed(begin: () => Recorder, [name, notation, expected]: Vector): void {
	const bytes = bytesOf(notation);
	const check = (how: string, receive: (recorder: Recorder) => void) => {
		const recorder = begin();
		receive(recorder);
		equal(recorder.line, expected, `${name}, ${how}`);
	};
	check("whole", (recorder) => recorder.receive(bytes.slice()));
	check("byte by byte", (recorder) => pieces(bytes, 0, 1, (piece) => recorder.receive(piece)));
	for (let cut = 0; cut <= bytes.length; cut += bytes.length > 100 ? 17 : 1)
		check(`split at ${cut}`, (recorder) => pieces(bytes, cut, bytes.length, (piece) => recorder.receive(piece)));
	const around = new Uint8Array(bytes.length + 10).fill(guard);
	around.set(bytes, 5);
	check("guarded", (recorder) => recorder.receive(around.subarray(5, 5 + bytes.length)));
	equal(around.filter((byte, i) => byte !== guard && (i < 5 || i >= 5 + bytes.length)).length, 0, `${name}: around`);
}
