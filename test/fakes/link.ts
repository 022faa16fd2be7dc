/*
	A local network of multicast DNS: hosts with a responder each, and whatever a test sends. A message takes 1 ms and reaches
	everybody, its sender, too; one to a single host reaches that one. All that is sent is kept with its time.
*/

import { addressOf } from "../../src/dns/address.js";
import { MessageReader } from "../../src/dns/reader.js";
import { multicastPort } from "../../src/dns/replies.js";
import { Responder } from "../../src/dns/responder.js";
import { textData } from "../../src/dns/text.js";
import { FakeClock } from "./clock.js";
import { linesOf, type MessageOf, messageOf } from "./dns.js";

export interface Sent {
	/** In ms since the link was there. */
	readonly time: number;
	readonly from: string;
	/** Undefined for the group. */
	readonly to: string | undefined;
	readonly port: number;
	readonly bytes: Uint8Array;
	readonly lines: readonly string[];
}

export class FakeHost {
	readonly address: string;
	readonly names: string[] = [];
	private readonly link: FakeLink;
	private readonly responder: Responder;
	private timer: object | undefined;
	private armed: number | undefined;
	/** How many timers have been asked for. */
	timers = 0;
	/** What `random` gives, of `end`; 0 unless a test says otherwise. */
	random: (end: number) => number;

	constructor(link: FakeLink, address: string, name: string, random: (end: number) => number = () => 0) {
		this.link = link;
		this.address = address;
		this.random = random;
		this.responder = new Responder(
			{
				name,
				service: ["_http", "_tcp"],
				address: addressOf(address) as Uint8Array,
				text: textData([Uint8Array.of(0x70, 0x3d, 0x2f)]),
			},
			{
				port: 80,
				send: (message, to, port = multicastPort) => link.send(this.address, multicastPort, message, to, port),
				onName: (won) => this.names.push(won),
				random: (end) => this.random(end),
			},
			link.clock.now(),
		);
		this.wait();
	}

	get name(): string | undefined {
		return this.names.at(-1);
	}

	get due(): number | undefined {
		return this.responder.due;
	}

	receive(bytes: Uint8Array, address: string, port: number): void {
		this.responder.receive(bytes, address, port, this.link.clock.now());
		this.wait();
	}

	rename(name: string): void {
		this.responder.rename(name, this.link.clock.now());
		this.wait();
	}

	/** Says goodbye and leaves. */
	close(): void {
		this.responder.close();
		this.wait();
		this.link.hosts.delete(this);
	}

	private wait(): void {
		const { clock } = this.link;
		const { due } = this.responder;
		if (due === this.armed) return;
		if (this.timer) clock.cancel(this.timer);
		this.armed = due;
		this.timer = undefined;
		if (due === undefined) return;
		this.timers++;
		this.timer = clock.after((due - clock.now()) | 0, () => {
			this.timer = undefined;
			this.armed = undefined;
			this.responder.tick(clock.now());
			this.wait();
		});
	}
}

export class FakeLink {
	readonly clock: FakeClock;
	readonly hosts = new Set<FakeHost>();
	/** Which messages are lost. */
	loses: (sent: Sent) => boolean = () => false;
	private readonly start: number;
	private readonly all: Sent[] = [];

	constructor(start = 0) {
		this.start = start;
		this.clock = new FakeClock(start);
	}

	add(address: string, name = "board", random?: (end: number) => number): FakeHost {
		const host = new FakeHost(this, address, name, random);
		this.hosts.add(host);
		return host;
	}

	/** A host that has won its name and has told of it; all of that is taken away, and told so long ago that it may be again. */
	established(address = "192.168.1.5", name = "board", random?: (end: number) => number): FakeHost {
		const host = this.add(address, name, random);
		this.clock.advance(10_000);
		this.taken();
		return host;
	}

	/** Sends from a host that is none of ours; a plain client's port is another than 5353. */
	say(message: MessageOf | Uint8Array, from = "192.168.1.77", port = multicastPort): void {
		this.send(from, port, message instanceof Uint8Array ? message : messageOf(message));
		this.all.pop();
	}

	send(from: string, fromPort: number, bytes: Uint8Array, to?: string, port = multicastPort): void {
		const copy = bytes.slice();
		const time = (this.clock.now() - this.start) | 0;
		const sent = { time, from, to, port, bytes: copy, lines: linesOf(copy) ?? ["malformed"] };
		this.all.push(sent);
		if (this.loses(sent)) return;
		this.clock.after(1, () => {
			for (const host of this.hosts)
				if (to === undefined || (to === host.address && port === multicastPort)) host.receive(copy, from, fromPort);
		});
	}

	/** What our hosts have sent since this was last asked. */
	taken(): Sent[] {
		return this.all.splice(0);
	}

	/** The same as lines: who and when, then what. */
	text(): string[] {
		return this.taken().flatMap(({ time, to, bytes, lines }) => {
			const reader = new MessageReader(bytes);
			const what = reader.flags & 0x8000 ? "response" : "query";
			return [`${time} ${what}${to ? ` to ${to}` : ""}`, ...lines];
		});
	}
}
