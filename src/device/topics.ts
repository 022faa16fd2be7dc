/*
	What this board says and hears at an MQTT broker, topic by topic. `ID` is the board's MAC address, `PREFIX` a setting.

	    PREFIX/ID/state    retained: the state, as on the WebSocket; once for each change
	    PREFIX/ID/status   retained: "online", and "offline" by the broker once the board is gone (its will)
	    PREFIX/ID/device   diagnostics, each minute; not retained
	    PREFIX/ID/set      commands, as on the WebSocket; never acted on when they were retained: they would switch like a ghost
	                       whenever the board comes back
	    DISCOVERY/device/ID/config   retained: what Home Assistant is told (discovery.ts)
	    DISCOVERY/status   Home Assistant says "online" there when it has started: then it is told again

	Newest state wins: there is one bit for each topic whose newest message the broker has yet to be sent, and no queue. A
	message is made when it goes out. Whoever may publish to `set` may command this board: that is the broker's to decide.
*/

import type { QoS } from "../mqtt/packet.js";
import type { Feed } from "../server/feed.js";
import type { Log, Text } from "../server/ports.js";
import { asked, type Commands } from "./commands.js";
import type { Conversation, Session } from "./conversation.js";
import { Discovery, type DiscoveryOptions, type Topics } from "./discovery.js";

/** How often diagnostics are told, in ms. */
export const deviceInterval = 60_000;

/** Home Assistant is told again within so many ms of its start, at random: it hears of all its devices at once. */
export const longestDelay = 10_000;

/** What the broker has yet to be told, as bits in the order in which it is. */
const Due = Object.freeze({ subscription: 1, discovery: 2, state: 4, status: 8, device: 16 } as const);
const all = 31;

export interface TopicsOptions {
	readonly id: string;
	readonly prefix: string;
	/** "" for none. */
	readonly discoveryPrefix: string;
	readonly board: Feed;
	readonly names: Feed;
	readonly diagnostics: { readonly message: string };
	readonly commands: Pick<Commands, "carryOut">;
	/** Retained messages are about to be left at the broker. */
	readonly onAnnounced: () => void;
	/** What Home Assistant is told now. */
	readonly describe: (topics: Topics) => DiscoveryOptions;
	/** The longest command, in bytes. */
	readonly maxMessage: number;
	readonly text: Text;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly log: Log;
}

function topicsOf(id: string, prefix: string): Topics {
	const own = `${prefix}/${id}`;
	return { state: `${own}/state`, status: `${own}/status`, set: `${own}/set`, device: `${own}/device` };
}

const configOf = (id: string, discoveryPrefix: string): string => `${discoveryPrefix}/device/${id}/config`;

/** Those that retained messages are left in; that of Home Assistant first. */
export function retainedTopics(id: string, prefix: string, discoveryPrefix: string): string[] {
	const { state, status } = topicsOf(id, prefix);
	return discoveryPrefix ? [configOf(id, discoveryPrefix), state, status] : [state, status];
}

export class BoardTopics implements Conversation {
	onNews: () => void = () => {};
	readonly maxMessage: number;
	readonly topics: Topics;
	private readonly options: TopicsOptions;
	private readonly config: string;
	private readonly birth: string;
	private due = 0;
	/** A message of discovery that is being sent, and its next piece. */
	private discovery: Discovery | undefined;
	private piece = 0;
	/** How many ms until diagnostics are told, and until Home Assistant is told again; undefined = not. */
	private untilDevice = deviceInterval;
	private untilDiscovery: number | undefined;

	constructor(options: TopicsOptions) {
		const { id, prefix, discoveryPrefix, board, names, maxMessage } = options;
		this.options = options;
		this.maxMessage = maxMessage;
		this.topics = topicsOf(id, prefix);
		this.config = discoveryPrefix && configOf(id, discoveryPrefix);
		this.birth = discoveryPrefix && `${discoveryPrefix}/status`;
		alsoTell(board, () => this.news(Due.state));
		alsoTell(names, () => this.news(Due.discovery));
	}

	get will() {
		return { topic: this.topics.status, payload: this.options.text.encode("offline"), qos: 1, retain: true } as const;
	}

	get maxTopic(): number {
		return Math.max(this.topics.set.length, this.birth.length);
	}

	begin(): void {
		this.options.onAnnounced();
		this.due = all;
		this.discovery = undefined;
		this.untilDevice = deviceInterval;
		this.untilDiscovery = undefined;
	}

	speak(session: Session): boolean {
		if (this.discovery) return this.continueDiscovery(session, this.discovery);
		if (this.due & Due.subscription) return this.done(Due.subscription, this.subscribe(session));
		if (this.due & Due.discovery) {
			if (!this.config) return this.done(Due.discovery, true);
			return this.done(Due.discovery, this.beginDiscovery(session));
		}
		const { topics } = this;
		const { board, diagnostics } = this.options;
		if (this.due & Due.state) return this.tell(session, Due.state, topics.state, board.message, 1);
		if (this.due & Due.status) return this.tell(session, Due.status, topics.status, "online", 1);
		if (this.due & Due.device) return this.tell(session, Due.device, topics.device, diagnostics.message, 0);
		return false;
	}

	hear(topic: string, payload: Uint8Array, retained: boolean): void {
		const { text } = this.options;
		if (topic === this.topics.set) this.command(payload, retained);
		else if (topic === this.birth && !retained && text.decode(payload) === "online")
			this.untilDiscovery = 1 + Math.floor(this.options.random() * longestDelay);
	}

	acknowledged(): void {}

	tick(elapsed: number): void {
		this.untilDevice -= elapsed;
		if (this.untilDevice <= 0) {
			this.untilDevice = deviceInterval;
			this.due |= Due.device;
		}
		if (this.untilDiscovery === undefined) return;
		this.untilDiscovery -= elapsed;
		if (this.untilDiscovery > 0) return;
		this.untilDiscovery = undefined;
		// What Home Assistant has missed while it was away is retained, but for this.
		this.due |= Due.discovery | Due.device;
	}

	denied(granted: Uint8Array): string {
		const filters = this.filters;
		return filters.filter((_, i) => (granted[i] ?? 0) > 1).join(" and ");
	}

	private command(message: Uint8Array, retained: boolean): void {
		const { commands, log } = this.options;
		if (retained) {
			log("mqtt: a retained command is not acted on");
			return;
		}
		const outcome = commands.carryOut(message, true);
		if (outcome === asked) this.due |= Due.state;
		else if (outcome) log(`mqtt: ${outcome.error}`);
	}

	private get filters(): readonly string[] {
		return this.birth ? [this.topics.set, this.birth] : [this.topics.set];
	}

	private news(bit: number): void {
		this.due |= bit;
		this.onNews();
	}

	/** Whether it was `said`; then it is not due any more. */
	private done(bit: number, said: boolean): boolean {
		if (said) this.due &= ~bit;
		return said;
	}

	private tell(session: Session, bit: number, topic: string, message: string, qos: QoS): boolean {
		return this.done(bit, session.publish(topic, this.options.text.encode(message), qos, qos === 1));
	}

	private subscribe(session: Session): boolean {
		return session.subscribe(this.filters.map((filter) => [filter, 1] as const));
	}

	private beginDiscovery(session: Session): boolean {
		const { describe, text } = this.options;
		const discovery = new Discovery(describe(this.topics));
		let length = 0;
		for (let place = 0; place < discovery.count; place++) length += text.encode(discovery.piece(place)).length;
		if (!session.publishHead(this.config, length, 1, true)) return false;
		this.discovery = discovery;
		this.piece = 0;
		return true;
	}

	private continueDiscovery(session: Session, discovery: Discovery): boolean {
		session.publishPiece(this.options.text.encode(discovery.piece(this.piece++)));
		if (this.piece === discovery.count) this.discovery = undefined;
		return true;
	}
}

/** Has `told` called upon each change of a feed, behind whoever is told already. */
function alsoTell(feed: Feed, told: () => void): void {
	const former = feed.onChange;
	feed.onChange = () => {
		const followed = former?.() ?? false;
		told();
		return followed;
	};
}
