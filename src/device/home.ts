/*
	This board at an MQTT broker: makes the connection (broker.ts), over TCP or WebSocket, and what is said there (topics.ts), and
	connects them with the board. Called only where a broker is configured: otherwise nothing of all this exists.
*/

import type { Outbox } from "../server/outbox.js";
import type { Clock, Log, Mask, Text, Transport } from "../server/ports.js";
import type { Sha1 } from "../websocket/handshake.js";
import type { Board } from "./board.js";
import { Broker } from "./broker.js";
import type { BrokerAddress } from "./brokeraddress.js";
import type { Commands } from "./commands.js";
import type { Diagnostics } from "./diagnostics.js";
import type { SwitchNames } from "./names.js";
import type { NetworkInterface, Sockets, Vitals } from "./ports.js";
import type { MQTTSettings, Settings } from "./settings.js";
import { BoardTopics } from "./topics.js";
import { type WebSocketTools, WebSocketTransport } from "./websockettransport.js";

export interface HomeOptions {
	readonly mqtt: MQTTSettings;
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

/** Throws while the network has no MAC address. */
export function openHome(options: HomeOptions): Broker {
	const { mqtt, device, board, names, diagnostics, commands, sockets, hub } = options;
	const { clock, text, log } = hub;
	// On the ESP32 the hardware's: not to be predicted.
	const { random } = Math;
	const mac = device.network.mac?.toLowerCase();
	if (!mac) throw new Error("there is no MAC address");
	const id = mac.replaceAll(":", "");
	const conversation = new BoardTopics({
		id,
		prefix: mqtt.prefix,
		discoveryPrefix: mqtt.discoveryPrefix,
		board,
		names,
		diagnostics,
		commands,
		describe: (topics) => ({ ...describe(options), id, topics, mac }),
		maxMessage: Math.min(device.settings.maxMessage, longestCommand),
		text,
		random,
		log,
	});
	const outboxOf = (transport: Transport) => hub.outboxOf(transport);
	const tools = { outboxOf, decode: text.decode, mask: hub.mask, sha1: hub.site.sha1, random };
	const broker = new Broker({
		address: mqtt.address,
		clientId: `dipsocket-${id}`,
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
	diagnostics.broker = broker;
	return broker;
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
