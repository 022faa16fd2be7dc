/*
	One HTTP exchange: from the first byte of a connection to the answer. A request head comes in and is judged; then the
	transport is handed over with the answer on its way, to a WebSocket client after a 101, otherwise to a lingering close.

	A request with a wrong secret is held back first, if its answer depends on the secret. What the client sends behind its
	head waits in the TCP stack, but for the piece in which the head has ended.
*/

import { type Request, RequestParser } from "../http/request.js";
import { encodeHead } from "../http/response.js";
import { asksForWebSocket } from "../websocket/handshake.js";
import { ConnectedClient } from "./connectedclient.js";
import { deadlineIn, isPast } from "./deadline.js";
import { LingeringClose } from "./lingering.js";
import { Outbox } from "./outbox.js";
import { Merit, type Occupant } from "./place.js";
import type { Transport } from "./ports.js";
import {
	cookieOf,
	credentialsOfRequest,
	failure,
	isGuarded,
	type Response,
	requestFieldsOf,
	respond,
} from "./respond.js";
import { Credentials, wrongSecretDelay } from "./secret.js";
import type { Server } from "./server.js";

export class Exchange implements Occupant {
	/** `asking` or `held`. */
	merit: Merit = Merit.asking;
	private readonly server: Server;
	readonly transport: Transport;
	/** When the head must be complete, or a held request is answered, in the clock's ms; undefined = never. */
	private deadline: number | undefined;
	/** Made with the first byte: browsers open connections that they may never use. */
	private parser: RequestParser | undefined;
	/** What came in one piece with the end of the head, behind it. */
	private early: Uint8Array | undefined;

	constructor(server: Server, transport: Transport) {
		this.server = server;
		this.transport = transport;
		this.expire(server.settings.headTimeout);
	}

	onReadable(): void {
		const { transport, server } = this;
		while (transport.events === this && this.merit === Merit.asking) {
			const bytes = transport.receive();
			if (!bytes) return;
			server.traffic.bytesIn += bytes.length;
			this.takeHead(bytes);
		}
	}

	/** Nothing is sent before the answer. */
	onWritable(): void {}

	onEnd(): void {
		// A request that is held is answered all the same.
		if (this.merit === Merit.asking) this.drop();
	}

	onError(): void {
		this.drop();
	}

	onFault(error: unknown): void {
		this.server.log(`exchange: ${error}`);
		this.drop();
	}

	tick(now: number): void {
		if (!isPast(this.deadline, now)) return;
		const request = this.parser?.request;
		if (request) this.respond(request);
		else if (this.parser) this.answer(failure(408, "The request took too long."));
		else this.drop();
	}

	drop(): void {
		this.transport.close();
		this.server.leave(this);
	}

	private takeHead(bytes: Uint8Array): void {
		const { site, text } = this.server;
		this.parser ??= new RequestParser(requestFieldsOf(site), text.decode, cookieOf(site));
		const { parser } = this;
		const next = parser.receive(bytes, 0);
		const { refusal, request } = parser;
		if (refusal) this.answer(failure(refusal.status, refusal.reason, [], parser.method === "HEAD"));
		else if (request) {
			if (next < bytes.length) this.early = bytes.subarray(next);
			this.judge(request);
		}
	}

	private judge(request: Request): void {
		const { site } = this.server;
		if (isGuarded(request, site) && credentialsOfRequest(request, site) === Credentials.wrong) {
			this.merit = Merit.held;
			this.expire(wrongSecretDelay);
		} else this.respond(request);
	}

	private respond(request: Request): void {
		const { server, transport } = this;
		const response = respond(request, server.site, (merit) => server.hasPlace(transport.address, merit));
		if (response.status === 503 && asksForWebSocket(request)) server.traffic.refused++;
		this.answer(response);
	}

	private answer({ status, fields, body, upgrade }: Response): void {
		const { server, transport, early } = this;
		const outbox = new Outbox(transport);
		const head = encodeHead(status, fields);
		server.traffic.bytesOut += head.length + body.length;
		outbox.send(head);
		outbox.send(body);
		if (upgrade) {
			const client = new ConnectedClient(server, outbox, upgrade);
			server.handOver(this, client);
			client.begin(early);
		} else {
			const last = new LingeringClose(server, outbox);
			server.handOver(this, last);
			last.onReadable();
		}
	}

	private expire(delay: number): void {
		this.deadline = deadlineIn(this.server.clock, delay);
	}
}
