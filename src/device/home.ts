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
import type { NetworkInterface, Resolve, Vitals } from "./ports.js";
import type { MQTTSettings, Settings } from "./settings.js";
import { BoardTopics } from "./topics.js";
import { WebSocketTransport } from "./websockettransport.js";

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
	readonly clock: Clock;
	readonly text: Text;
	readonly mask: Mask;
	readonly sha1: Sha1;
	/** From 0 to 1, not to be predicted. */
	readonly random: () => number;
	readonly resolve: Resolve;
	readonly connect: (ip: string, port: number) => Transport;
	readonly Outbox: new (transport: Transport) => Outbox;
	readonly log: Log;
}

/** Commands are as long as fits a board's memory, whoever sends them. */
const longestCommand = 2048;

/** Throws while the network has no MAC address. */
export function openHome(options: HomeOptions): Broker {
	const { mqtt, device, board, names, diagnostics, commands, clock, text, random, resolve, log } = options;
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
	const outboxOf = (transport: Transport) => new options.Outbox(transport);
	const broker = new Broker({
		address: mqtt.address,
		clientId: `dipsocket-${id}`,
		user: mqtt.user,
		password: mqtt.password,
		conversation,
		resolve,
		dial: (ip, address) => dial(ip, address, outboxOf, options),
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

function dial(
	ip: string,
	address: BrokerAddress,
	outboxOf: (transport: Transport) => Outbox,
	{ connect, text, mask, sha1, random }: HomeOptions,
): Transport {
	const tcp = connect(ip, address.port);
	if (address.resource === undefined) return tcp;
	return new WebSocketTransport(tcp, address, { outboxOf, decode: text.decode, mask, sha1, random });
}
