/*
	Packets of Improv Wi-Fi over a serial port, version 1 (https://www.improv-wifi.com/serial/), as bytes:

	"IMPROV", version, type, length of the data, data, and the sum of all bytes before it as a check. A line feed follows,
	so that what is printed between packets keeps to lines of its own.
*/

export const version = 1;

/** "IMPROV". */
export const header: readonly number[] = Object.freeze([0x49, 0x4d, 0x50, 0x52, 0x4f, 0x56]);

/** Bytes before the data: the header, version, type and length. */
export const dataOffset = 9;

const lineFeed = 0x0a;

export const PacketType = Object.freeze({ state: 1, error: 2, command: 3, result: 4 } as const);
export type PacketType = (typeof PacketType)[keyof typeof PacketType];

/** "Current state". */
export const State = Object.freeze({
	/** Ready to accept credentials. */
	ready: 2,
	provisioning: 3,
	provisioned: 4,
} as const);
export type State = (typeof State)[keyof typeof State];

/** "Error state". */
export const Fault = Object.freeze({
	none: 0,
	/** The packet of the command was malformed. */
	invalid: 1,
	unknownCommand: 2,
	unableToConnect: 3,
	badHostname: 5,
	unknown: 0xff,
} as const);
export type Fault = (typeof Fault)[keyof typeof Fault];

export const Command = Object.freeze({
	settings: 1,
	state: 2,
	information: 3,
	networks: 4,
	hostname: 5,
	deviceName: 6,
	networkState: 7,
} as const);

/** Of "network state": a bit each. */
export const NetworkFlag = Object.freeze({ online: 1, supportsWiFi: 2 } as const);

/** Bytes of the longest data that are taken: a command, its length, and an SSID and a password with theirs. */
export const longestData = 2 + 1 + 32 + 1 + 64;

/** A packet whose data are one byte: a state, or an error. */
export function encodeByte(type: PacketType, byte: number): Uint8Array {
	const packet = begin(type, 1);
	packet[dataOffset] = byte;
	return end(packet);
}

/** The answer to a command: texts in UTF-8. Throws RangeError when they are longer than a packet. */
export function encodeResult(command: number, texts: readonly Uint8Array[]): Uint8Array {
	const length = texts.reduce((sum, text) => sum + 1 + text.length, 0);
	if (2 + length > 0xff) throw new RangeError(`${length} bytes of texts do not fit a packet`);
	const packet = begin(PacketType.result, 2 + length);
	packet[dataOffset] = command;
	packet[dataOffset + 1] = length;
	let offset = dataOffset + 2;
	for (const text of texts) {
		packet[offset] = text.length;
		packet.set(text, offset + 1);
		offset += 1 + text.length;
	}
	return end(packet);
}

/** A packet with room for its data. */
function begin(type: PacketType, length: number): Uint8Array {
	const packet = new Uint8Array(dataOffset + length + 2);
	packet.set(header);
	packet[header.length] = version;
	packet[header.length + 1] = type;
	packet[header.length + 2] = length;
	return packet;
}

function end(packet: Uint8Array): Uint8Array {
	const { length } = packet;
	packet[length - 2] = checksumOf(packet, length - 2);
	packet[length - 1] = lineFeed;
	return packet;
}

/** The sum of the first `count` bytes, as a byte. */
export function checksumOf(bytes: Uint8Array, count: number): number {
	let sum = 0;
	for (let i = 0; i < count; i++) sum += bytes[i];
	return sum & 0xff;
}
