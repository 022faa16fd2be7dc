/*
	This board at an MQTT broker: makes the connection (broker.ts), over TCP or WebSocket, and what is said there (topics.ts), and
	connects them with the board. Where no broker is configured nothing of all this exists.

	A broker that the board has left (formerbroker.ts) comes before the present one, since both may be the same under two names,
	and a broker knows a client by its identifier once. Whoever waits for its turn does not wait long.
*/

import type { Outbox } from "../server/outbox.js";
import type { Clock, Log, Mask, Text, Transport } from "../server/ports.js";
import type { Sha1 } from "../websocket/handshake.js";
import type { Board } from "./board.js";
import { Broker } from "./broker.js";
import type { BrokerAddress } from "./brokeraddress.js";
import type { Commands } from "./commands.js";
import type { Conversation } from "./conversation.js";
import type { Diagnostics } from "./diagnostics.js";
import { Farewell } from "./farewell.js";
import { brokerToLeave, type FormerBroker, forgetFormerBroker, rememberBroker } from "./formerbroker.js";
import type { SwitchNames } from "./names.js";
import type { NetworkInterface, Preferences, Sockets, Vitals } from "./ports.js";
import type { MQTTSettings, Settings } from "./settings.js";
import { BoardTopics } from "./topics.js";
import { type WebSocketTools, WebSocketTransport } from "./websockettransport.js";

export interface HomeOptions {
	/** The broker of the settings; undefined for none. */
	readonly mqtt: MQTTSettings | undefined;
	readonly preferences: Preferences;
	/** The TCP port of the board's page. */
	readonly port: number;
	readonly device: {
		readonly settings: Pick<Settings, "name" | "board" | "version" | "maxMessage">;
		readonly vitals: Vitals;
		readonly network: NetworkInterface;
	};
	readonly board: Board;
	readonly names: SwitchNames;
	readonly diagnostics: Diagnostics;
	readonly commands: Commands;
	readonly sockets: Sockets;
	/** What the server has, too. */
	readonly hub: {
		readonly clock: Clock;
		readonly text: Text;
		readonly mask: Mask;
		readonly log: Log;
		readonly site: { readonly sha1: Sha1 };
		/** Makes the outbox of a transport. */
		outboxOf(transport: Transport): Outbox;
	};
}

/** Commands are as long as fits a board's memory, whoever sends them. */
const longestCommand = 2048;

/** How long a former broker is tried in one start, in ms: while the present one waits, and otherwise. */
export const shortFarewell = 20_000;
export const longFarewell = 86_400_000;

/** The board's connection, or undefined where there is no broker and none to be left. Throws while there is no MAC address. */
export function openHome(options: HomeOptions): Home | undefined {
	const id = idOf(options);
	const { mqtt } = options;
	const former = brokerToLeave(memoryOf(options), id, mqtt);
	return mqtt || former ? new Home(options, former) : undefined;
}

export class Home {
	private readonly options: HomeOptions;
	/** Whether there is a network. */
	private there = false;
	private broker: Broker | undefined;
	/** The host of the former broker, until it is left, and the timer until it is given up. */
	private leaving: string | undefined;
	private patience: object | undefined;

	constructor(options: HomeOptions, former: FormerBroker | undefined) {
		this.options = options;
		options.diagnostics.broker = this;
		if (former) this.leave(former);
		else this.enter();
	}

	/** How the connection is, in words for people; undefined once there is none to be. */
	get state(): string | undefined {
		const { broker, leaving } = this;
		return leaving === undefined ? broker?.state : `leaving ${leaving}: ${broker?.state}`;
	}

	/** There is a network: connects. Throws nothing. */
	start(): void {
		this.there = true;
		this.broker?.start();
	}

	/** The network is gone. */
	stop(): void {
		this.there = false;
		this.broker?.stop();
	}

	private leave({ mqtt, topics }: FormerBroker): void {
		const { options } = this;
		const { clock } = options.hub;
		this.leaving = mqtt.address.host;
		this.broker = brokerOf(options, mqtt, new Farewell(topics, () => this.onLeft()));
		this.patience = clock.after(options.mqtt ? shortFarewell : longFarewell, () => this.move());
	}

	private onLeft(): void {
		const { options, patience } = this;
		const { clock, log } = options.hub;
		log(`mqtt: ${this.leaving} is left`);
		forgetFormerBroker(memoryOf(options));
		if (patience) clock.cancel(patience);
		// The connection, which calls this, ends in a turn of its own.
		this.patience = clock.after(0, () => this.move());
	}

	/** From the former broker to the present one, if there is one. */
	private move(): void {
		this.broker?.finish();
		this.broker = this.leaving = this.patience = undefined;
		this.enter();
	}

	private enter(): void {
		const { options } = this;
		if (!options.mqtt) return;
		this.broker = brokerOf(options, options.mqtt, topicsOf(options, options.mqtt));
		if (this.there) this.broker.start();
	}
}

function idOf({ device }: HomeOptions): string {
	const { mac } = device.network;
	if (!mac) throw new Error("there is no MAC address");
	return mac.toLowerCase().replaceAll(":", "");
}

const memoryOf = ({ preferences, hub: { text, log } }: HomeOptions) => ({ preferences, text, log });

function brokerOf(options: HomeOptions, mqtt: MQTTSettings, conversation: Conversation): Broker {
	const { sockets, hub } = options;
	const { clock, text, log } = hub;
	// On the ESP32 the hardware's: not to be predicted.
	const { random } = Math;
	const outboxOf = (transport: Transport) => hub.outboxOf(transport);
	const tools = { outboxOf, decode: text.decode, mask: hub.mask, sha1: hub.site.sha1, random };
	return new Broker({
		address: mqtt.address,
		clientId: `dipsocket-${idOf(options)}`,
		user: mqtt.user,
		password: mqtt.password,
		conversation,
		resolve: sockets.resolve,
		dial: (ip, address) => dial(ip, address, tools, sockets),
		outboxOf,
		clock,
		text,
		random,
		log,
	});
}

function topicsOf(options: HomeOptions, mqtt: MQTTSettings): BoardTopics {
	const { device, board, names, diagnostics, commands, hub } = options;
	const id = idOf(options);
	const mac = device.network.mac ?? "";
	return new BoardTopics({
		id,
		prefix: mqtt.prefix,
		discoveryPrefix: mqtt.discoveryPrefix,
		board,
		names,
		diagnostics,
		commands,
		onAnnounced: () => rememberBroker(memoryOf(options), mqtt),
		describe: (topics) => ({ ...describe(options), id, topics, mac: mac.toLowerCase() }),
		maxMessage: Math.min(device.settings.maxMessage, longestCommand),
		text: hub.text,
		random: Math.random,
		log: hub.log,
	});
}

/** What Home Assistant is told, as it is now. */
function describe({ port, device: { settings, vitals, network }, board, names }: HomeOptions) {
	const { name, board: kind, version } = settings;
	return {
		name,
		board: kind,
		version,
		ledCount: board.ledCount,
		names: names.names,
		page: network.address && `http://${network.address}:${port}/`,
		hasSignal: network.signal !== undefined,
		hasHeap: vitals.heap !== undefined,
	};
}

function dial(ip: string, address: BrokerAddress, tools: WebSocketTools, sockets: Sockets): Transport {
	const tcp = sockets.connect(ip, address.port);
	return address.resource === undefined ? tcp : new WebSocketTransport(tcp, address, tools);
}
