/*
	One HTTP exchange: from the first byte of a connection to the answer. A request head comes in and is judged, and its content
	if the answer needs that; then the transport is handed over with the answer on its way, to a WebSocket client after a 101,
	otherwise to a lingering close. Head and content share one deadline.

	A request with a wrong token is held back first, if its answer depends on the token. What the client sends behind its
	request waits in the TCP stack, but for the piece in which that has ended.
*/

import { type Request, RequestParser } from "../http/request.js";
import { encodeHead } from "../http/response.js";
import { asksForWebSocket } from "../websocket/handshake.js";
import { type Awaited, failure, isAwaited, noBody, type Response } from "./answer.js";
import { ConnectedClient } from "./connectedclient.js";
import { Content } from "./content.js";
import { deadlineIn, isPast } from "./deadline.js";
import { LingeringClose } from "./lingering.js";
import { longestMessage } from "./longest.js";
import { Outbox } from "./outbox.js";
import { Merit, type Occupant } from "./place.js";
import type { Transport } from "./ports.js";
import { cookieOf, credentialsOfRequest, isGuarded, requestFieldsOf, respond } from "./respond.js";
import type { Server } from "./server.js";
import { Credentials, wrongTokenDelay } from "./token.js";

export class Exchange implements Occupant {
	/** `asking` or `held`. */
	merit: Merit = Merit.asking;
	private readonly server: Server;
	readonly transport: Transport;
	/** When the request must be complete, or a held one is answered, in the clock's ms; undefined = never. */
	private deadline: number | undefined;
	/** Made with the first byte: browsers open connections that they may never use. */
	private parser: RequestParser | undefined;
	/** What came in one piece with the end of the head, behind it. */
	private early: Uint8Array | undefined;
	/** Content that is coming in. Neither this nor the next takes memory before it is needed. */
	declare private content: Content | undefined;
	/** Made when there is something to send. */
	declare private outbox: Outbox | undefined;

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
			if (this.content) this.takeContent(this.content, bytes);
			else this.takeHead(bytes);
		}
	}

	/** Before the answer, only 100 is ever sent. */
	onWritable(): void {
		this.outbox?.flush();
	}

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
		if (request && !this.content) this.respond(request);
		else if (this.parser) this.answer(failure(408, "The request took too long."));
		else this.drop();
	}

	drop(): void {
		this.transport.close();
		this.server.leave(this);
	}

	private takeHead(bytes: Uint8Array): void {
		const { site, text } = this.server;
		this.parser ??= new RequestParser(requestFieldsOf(site), text.decode, cookieOf(site, this.transport.secure));
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
		if (isGuarded(request, site, this.transport.isGuest) && credentialsOfRequest(request, site) === Credentials.wrong) {
			this.merit = Merit.held;
			this.expire(wrongTokenDelay);
		} else this.respond(request);
	}

	private respond(request: Request): void {
		const { server, transport } = this;
		const response = respond(request, server.site, {
			secure: transport.secure,
			isGuest: transport.isGuest === true,
			hasPlace: (merit) => server.hasPlace(transport.address, merit),
		});
		if (isAwaited(response)) {
			this.await(response);
			return;
		}
		if (response.status === 503 && asksForWebSocket(request)) server.traffic.refused++;
		this.answer(response);
	}

	/** Room is made for the content only when it is known to be small enough. */
	private await(awaited: Awaited): void {
		const { settings, room } = this.server;
		const most = longestMessage(settings.maxMessage, room, false);
		if (awaited.length > most) {
			this.answer(failure(413, `Content of at most ${most} bytes is taken.`));
			return;
		}
		const { early = noBody } = this;
		this.early = undefined;
		// RFC 9110 §10.1.1: needless once some of the content is there, and without any.
		if (awaited.expectsContinue && early.length === 0 && awaited.length > 0) this.send(encodeHead(100, []));
		this.content = new Content(awaited);
		this.takeContent(this.content, early);
	}

	private takeContent(content: Content, bytes: Uint8Array): void {
		const response = content.take(bytes);
		if (response) this.answer(response);
	}

	private answer({ status, fields, body, upgrade }: Response): void {
		const { server, early } = this;
		this.send(encodeHead(status, fields));
		const outbox = this.send(body);
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

	private send(bytes: Uint8Array): Outbox {
		this.server.traffic.bytesOut += bytes.length;
		this.outbox ??= new Outbox(this.transport);
		this.outbox.send(bytes);
		return this.outbox;
	}

	private expire(delay: number): void {
		this.deadline = deadlineIn(this.server.clock, delay);
	}
}
