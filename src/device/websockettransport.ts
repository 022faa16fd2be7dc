/*
	A WebSocket to a broker as a transport (MQTT 3.1.1 §6), upon one of TCP: bytes in and out in binary frames, whose borders mean
	nothing. Opened by the client's handshake of RFC 6455 §4.1 with the subprotocol "mqtt".

	Not more than one chunk of TCP is held, and the answer to one Ping: while that waits nothing is read. What the broker does
	wrong is told through `onFault`, in words.
*/

import { ResponseParser } from "../http/responsehead.js";
import type { Outbox } from "../server/outbox.js";
import type { Mask, Transport, TransportEvents } from "../server/ports.js";
import { ClientConnection } from "../websocket/client.js";
import { answerFields, encodeUpgrade, judgeAnswer, type Opening } from "../websocket/clienthandshake.js";
import type { Host } from "../websocket/frame.js";
import type { Sha1 } from "../websocket/handshake.js";
import type { MessageOpcode } from "../websocket/names.js";
import type { BrokerAddress } from "./brokeraddress.js";

/** What this needs of the platform. */
export interface WebSocketTools {
	readonly outboxOf: (transport: Transport) => Outbox;
	readonly decode: (bytes: Uint8Array) => string;
	readonly mask: Mask;
	readonly sha1: Sha1;
	/** From 0 to 1, not to be predicted: masking keys are made of it. */
	readonly random: () => number;
}

const subprotocol = "mqtt";

/** A frame's header at most, as far as a TCP send buffer goes (RFC 6455 §5.2). */
const overhead = 8;

const nothing = Object.freeze(new Uint8Array(0));

export class WebSocketTransport implements Transport, TransportEvents {
	events: TransportEvents | undefined;
	private readonly tools: WebSocketTools;
	private readonly outbox: Outbox;
	private readonly opening: Opening;
	/** While the answer to our handshake is awaited. */
	private parser: ResponseParser | undefined;
	/** Once it is open. */
	private frames: Frames | undefined;

	constructor(tcp: Transport, address: BrokerAddress, tools: WebSocketTools) {
		this.tools = tools;
		this.outbox = tools.outboxOf(tcp);
		this.opening = {
			host: hostOf(address),
			resource: address.resource ?? "/",
			key: keyOf(tools.random),
			protocols: [subprotocol],
		};
		tcp.events = this;
	}

	get address(): string {
		return this.outbox.transport.address;
	}

	get secure(): boolean {
		return this.outbox.transport.secure;
	}

	get writable(): number {
		const { frames, outbox } = this;
		return frames && !frames.over && outbox.idle ? Math.max(0, outbox.transport.writable - overhead) : 0;
	}

	send(bytes: Uint8Array): void {
		this.frames?.send(0x2, bytes);
	}

	receive(): Uint8Array | undefined {
		const { frames, outbox } = this;
		while (frames) {
			const piece = frames.arrived.shift();
			if (piece || frames.over || !outbox.idle) return piece;
			const bytes = outbox.transport.receive();
			// Frames may have waited for the output.
			frames.receive(bytes ?? nothing);
			if (!bytes && frames.arrived.length === 0) break;
		}
		return undefined;
	}

	end(): void {
		this.frames?.close();
	}

	close(): void {
		this.events = undefined;
		this.frames?.close();
		this.outbox.transport.close();
	}

	onReadable(): void {
		if (!this.frames) this.takeAnswer();
		if (!this.frames) return;
		this.events?.onReadable();
		this.checkEnd();
	}

	onWritable(): void {
		const { outbox } = this;
		if (!this.parser) {
			this.parser = new ResponseParser(answerFields, this.tools.decode);
			outbox.send(encodeUpgrade(this.opening));
		}
		outbox.flush();
		if (this.frames && outbox.idle) this.events?.onWritable();
		this.checkEnd();
	}

	onEnd(): void {
		this.events?.onEnd();
	}

	onError(): void {
		this.events?.onError();
	}

	onFault(error: unknown): void {
		this.events?.onFault(error);
	}

	private takeAnswer(): void {
		const { parser, tools, outbox } = this;
		while (parser && !parser.response && !parser.refusal) {
			const bytes = outbox.transport.receive();
			if (!bytes) return;
			const next = parser.receive(bytes, 0);
			const failure = this.failureOf(parser);
			if (failure) this.onFault(`no WebSocket to the broker: ${failure}`);
			else if (parser.response) {
				this.frames = new Frames(outbox, tools);
				this.frames.receive(bytes.subarray(next));
				this.events?.onWritable();
			}
		}
	}

	/** What is wrong with the answer as far as it has come; "" for nothing. */
	private failureOf({ response, refusal }: ResponseParser): string {
		if (!response) return refusal?.reason ?? "";
		const { failure, protocol } = judgeAnswer(response, this.opening, this.tools.sha1);
		// MQTT 3.1.1 §6: the WebSocket Subprotocol name selected by the Server MUST be "mqtt".
		return failure || (protocol === subprotocol ? "" : "The server does not speak mqtt here.");
	}

	/** To be called after whatever may have read the end. */
	private checkEnd(): void {
		const { frames } = this;
		if (!frames?.over || frames.arrived.length) return;
		if (frames.failure) this.onFault(frames.failure);
		else this.onEnd();
	}
}

/** The frames of a WebSocket that is open. */
class Frames extends ClientConnection {
	/** Bytes that have come and are not read yet. */
	readonly arrived: Uint8Array[] = [];
	over = false;
	/** Why, if the broker has done something wrong. */
	failure = "";
	private readonly outbox: Outbox;
	private readonly tools: WebSocketTools;

	constructor(outbox: Outbox, tools: WebSocketTools) {
		super();
		this.outbox = outbox;
		this.tools = tools;
	}

	/** None: messages are taken piece by piece. */
	protected override get maxMessage(): number {
		return Number.POSITIVE_INFINITY;
	}

	protected override isPaused(): boolean {
		return !this.outbox.idle;
	}

	protected override write(bytes: Uint8Array): void {
		this.outbox.send(bytes);
	}

	protected override get host(): Host {
		return this.tools;
	}

	protected override maskingKey(): number {
		return Math.floor(this.tools.random() * 0x1_0000_0000) | 0;
	}

	protected override onFragment(opcode: MessageOpcode, bytes: Uint8Array): void {
		// MQTT 3.1.1 §6: if any other type of data frame is received, the recipient MUST close the Network Connection.
		if (opcode !== 0x2) this.fail(1003);
		else if (bytes.length) this.arrived.push(bytes);
	}

	protected override onClose(code: number, _reason: Uint8Array, clean: boolean): void {
		this.over = true;
		if (!clean) this.failure = `the broker has broken the WebSocket (${code})`;
	}
}

/** RFC 6455 §4.1: the port is left out if it is the default one. */
function hostOf({ host, port }: BrokerAddress): string {
	const name = host.includes(":") ? `[${host}]` : host;
	return port === 80 ? name : `${name}:${port}`;
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** 16 bytes at random, in base64 (RFC 6455 §4.1, 7): of the last of 22 characters two bits count. */
function keyOf(random: () => number): string {
	let key = "";
	for (let i = 0; i < 22; i++) key += base64.charAt(Math.floor(random() * (i < 21 ? 64 : 4)) * (i < 21 ? 1 : 16));
	return `${key}==`;
}
