/*
	Improv from a peer that does what it likes: good packets, mutated ones, noise and pauses, in any pieces, with a device that
	joins, fails, finds and renames at any time, and a port that asks for packets when it likes.

	What must hold: no exception; what is sent are whole packets with a right checksum; the device is asked to join, look and
	rename by whole good commands alone, at most once for each; and in the end a good command is answered.
*/

import { Decoder, packetTime } from "../../src/improv/decoder.js";
import { Command, checksumOf, Fault, longestData, PacketType, State } from "../../src/improv/packet.js";
import { type Device, Responder } from "../../src/improv/responder.js";
import { text } from "../fakes/text.js";
import { bytesOf, concat, pieces, type Random } from "../harness.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";

class Board implements Device {
	state: State = State.ready;
	url = "";
	name = "pump";
	readonly information = ["Dipsocket", "1.2.3", "ESP32", "pump"];
	deeds = 0;

	join(ssid: string, password: string): void {
		demand(ssid.length <= longestData && password.length <= longestData, "longer than what came");
		this.deeds++;
		this.state = State.provisioning;
	}

	look(): void {
		this.deeds++;
	}

	rename(name: string): boolean {
		this.deeds++;
		if (name.startsWith("x")) throw new Error("no room");
		if (name.startsWith("y")) return false;
		this.name = name.slice(0, 32);
		return true;
	}

	onPending(): void {}
}

function packetOf(random: Random): Uint8Array {
	const data = random.bytes(random.below(once(random, 8) ? 256 : 40));
	if (!once(random, 4) && data.length > 1) {
		data[0] = pick(random, Object.values(Command));
		data[1] = data.length - 2;
		if (data[0] === Command.settings && data.length > 4) {
			data[2] = random.below(data.length - 3);
			data[3 + data[2]] = data.length - 4 - data[2];
		}
		if (once(random, 2)) for (let i = 2; i < data.length; i++) data[i] &= 0x7f;
	}
	const type = once(random, 6) ? random.below(256) : PacketType.command;
	const packet = concat([bytesOf("'IMPROV' 01"), new Uint8Array([type, data.length]), data]);
	const whole = concat([packet, new Uint8Array([checksumOf(packet, packet.length), 10])]);
	if (once(random, 4)) whole[random.below(whole.length)] = random.below(256);
	return once(random, 6) ? whole.slice(0, random.below(whole.length)) : whole;
}

/** How many good commands there are in what is sent, by a decoder of their own. */
class Listener {
	commands = 0;
	private readonly decoder = new Decoder({
		onPacket: (type, data) => {
			if (type === PacketType.command && data[1] === data.length - 2) this.commands++;
		},
		onBadPacket() {},
	});

	hear(bytes: Uint8Array, now: number): void {
		this.decoder.receive(bytes, now);
	}
}

function checkPacket(packet: Uint8Array): void {
	const end = packet.length - 2;
	demand(packet[8] === end - 9, "a wrong length");
	demand(packet[end] === checksumOf(packet, end), "a wrong checksum");
	demand(packet[7] !== PacketType.command, "a command");
}

function speak(random: Random): void {
	const board = new Board();
	const responder = new Responder(board, text);
	const listener = new Listener();
	let now = random.next();
	const drain = (most: number) => {
		for (let i = 0; i < most; i++) {
			const packet = responder.next();
			if (!packet) return;
			checkPacket(packet);
		}
	};
	for (let i = 30; i > 0; i--) {
		if (once(random, 8)) now = (now + pick(random, [1, packetTime - 1, packetTime, 60_000])) | 0;
		const bytes = once(random, 6) ? random.bytes(random.below(300)) : packetOf(random);
		const size = 1 + random.below(64);
		pieces(bytes, 0, size, (piece) => {
			listener.hear(piece, now);
			responder.receive(piece, now);
		});
		demand(board.deeds <= listener.commands, "done without being asked");
		if (once(random, 5)) drain(random.below(4));
		if (once(random, 5)) board.state = pick(random, Object.values(State));
		if (once(random, 5)) board.url = pick(random, ["", "http://192.168.1.5/"]);
		if (once(random, 8)) responder.joined();
		if (once(random, 8)) responder.failed(pick(random, Object.values(Fault)));
		if (once(random, 8))
			responder.found(
				Array.from({ length: random.below(17) }, () => ({ ssid: "a".repeat(32), signal: -100, secured: true })),
			);
		if (once(random, 8)) responder.changed();
	}
	drain(100);
	demand(responder.next() === undefined, "it never ends");
	now = (now + packetTime) | 0;
	responder.receive(bytesOf("'IMPROV' 01 03 02 02 00 e5"), now);
	demand(responder.next()?.[7] === PacketType.error && responder.next()?.[7] === PacketType.state, "no answer");
}

export const improvFuzzer: Fuzzer = { name: "improv", round: speak };
