import { Fault, State } from "../../src/improv/packet.js";
import { type Device, type Network, Responder } from "../../src/improv/responder.js";
import { text } from "../fakes/text.js";
import { bytesOf, charactersOf, concat, equal, hex, test } from "../harness.js";

/** A device in the test's hand. */
class Board implements Device {
	state: State = State.ready;
	url = "";
	name = "pump";
	fails = false;
	readonly information = ["Dipsocket", "1.2.3", "ESP32", "pump"];
	readonly wishes: string[] = [];
	pending = 0;

	join(ssid: string, password: string): void {
		this.wishes.push(`join ${ssid}/${password}`);
		this.state = State.provisioning;
	}

	look(): void {
		this.wishes.push("look");
	}

	rename(name: string): boolean {
		if (this.fails) throw new Error("no room");
		if (name.includes(" ")) return false;
		this.name = name;
		return true;
	}

	onPending(): void {
		this.pending++;
	}
}

function talking() {
	const board = new Board();
	const responder = new Responder(board, text);
	/** Data of a command. */
	const send = (data: Uint8Array) => {
		const packet = concat([bytesOf(`'IMPROV' 01 03`), new Uint8Array([data.length]), data]);
		const sum = packet.reduce((sum, byte) => sum + byte, 0) & 0xff;
		responder.receive(concat([packet, new Uint8Array([sum, 10])]), 0);
	};
	/** A command with its own length. */
	const command = (number: number, data: Uint8Array = new Uint8Array(0)) =>
		send(concat([new Uint8Array([number, data.length]), data]));
	return { board, responder, send, command, said: () => said(responder) };
}

/** Each packet that is pending: "state 2", "error 0", "result 3 a|b". */
function said(responder: Responder): string[] {
	const all: string[] = [];
	for (let packet = responder.next(); packet; packet = responder.next()) {
		equal(hex(packet.subarray(0, 7)), "494d50524f5601");
		const end = packet.length - 2;
		equal([packet[8], packet[end + 1]], [end - 9, 10]);
		equal(packet[end], packet.subarray(0, end).reduce((sum, byte) => sum + byte, 0) & 0xff);
		all.push(`${["", "state", "error", "", "result"][packet[7]]} ${contentOf(packet)}`);
	}
	return all;
}

function contentOf(packet: Uint8Array): string {
	const data = packet.subarray(9, packet.length - 2);
	if (packet[7] !== 4) return String(data[0]);
	equal(data[1], data.length - 2);
	const texts: string[] = [];
	for (let i = 2; i < data.length; i += 1 + data[i]) texts.push(text.decode(data.subarray(i + 1, i + 1 + data[i])));
	return [data[0], texts.join("|")].join(" ").trim();
}

const settingsOf = (ssid: string, password: string) =>
	concat([
		new Uint8Array([ssid.length]),
		charactersOf(ssid),
		new Uint8Array([password.length]),
		charactersOf(password),
	]);

test("it says what it is, how it is, and that there is no error", () => {
	const { board, command, said } = talking();
	command(2);
	equal([said(), board.pending > 0], [["error 0", "state 2"], true]);
	command(3);
	equal(said(), ["error 0", "result 3 Dipsocket|1.2.3|ESP32|pump"]);
	command(7);
	equal(said(), ["error 0", "result 7 2"]);
	board.state = State.provisioned;
	board.url = "http://192.168.1.5/";
	command(2);
	equal(said(), ["error 0", "state 4", "result 2 http://192.168.1.5/"]);
	command(7);
	equal(said(), ["error 0", "result 7 3|http://192.168.1.5/"]);
	equal(said(), []);
});

test("settings that work: provisioning, provisioned, and where it is", () => {
	const { board, responder, command, said } = talking();
	command(1, settingsOf("Home", "open sesame"));
	equal([board.wishes, said()], [["join Home/open sesame"], ["error 0", "state 3"]]);
	command(2);
	equal(said(), ["error 0", "state 3"]);
	board.state = State.provisioned;
	board.url = "http://192.168.1.5/";
	responder.joined();
	equal(said(), ["state 4", "result 1 http://192.168.1.5/"]);
});

test("settings that do not: the error, and ready again", () => {
	const { board, responder, command, said } = talking();
	command(1, settingsOf("Home", ""));
	said();
	board.state = State.ready;
	responder.failed(Fault.unableToConnect);
	equal(said(), ["error 3", "state 2"]);
});

test("networks, each in a packet, and an empty one behind them", () => {
	const { board, responder, command, said } = talking();
	const networks: readonly Network[] = [
		{ ssid: "Home", signal: -48, secured: true },
		{ ssid: "Cafe", signal: -70, secured: false },
	];
	command(4);
	equal([board.wishes, said()], [["look"], ["error 0"]]);
	responder.found(networks);
	equal(said(), ["result 4 Home|-48|YES", "result 4 Cafe|-70|NO", "result 4"]);
	responder.found([]);
	equal(said(), ["result 4"]);
});

test("names are told, taken, or refused", () => {
	const { board, command, said } = talking();
	for (const number of [5, 6]) {
		board.name = "pump";
		command(number);
		equal(said(), ["error 0", `result ${number} pump`]);
		command(number, charactersOf("well"));
		equal([said(), board.name], [["error 0", `result ${number} well`], "well"]);
		command(number, charactersOf("no name"));
		equal([said(), board.name], [["error 5"], "well"]);
		command(number, bytesOf("ff"));
		equal(said(), ["error 5"]);
	}
	board.fails = true;
	command(5, charactersOf("other"));
	equal(said(), ["error 255"]);
});

test("what is wrong, or nothing known, is an error and does nothing", () => {
	const { board, send, command, said } = talking();
	for (const data of [
		"",
		"02",
		"02 01",
		"02 00 00",
		"01 05 04 'Home'",
		"01 06 04 'Home' 01",
		"01 07 04 'Home' 01 61 61",
	]) {
		send(bytesOf(data || "00*0"));
		equal(said(), ["error 1"], data);
	}
	command(1, bytesOf("01 ff 00"));
	equal(said(), ["error 1"], "an SSID that is not UTF-8");
	for (const number of [0, 8, 255]) {
		command(number);
		equal(said(), ["error 2"]);
	}
	equal(board.wishes, []);
});

test("it does not answer itself, nor anything else that is no command", () => {
	const { responder, command, said } = talking();
	command(3);
	for (let packet = responder.next(); packet; packet = responder.next()) responder.receive(packet, 0);
	equal(said(), []);
});

test("a command that comes before the answer is out replaces what is left of it", () => {
	const { responder, command, said } = talking();
	command(3);
	responder.next();
	command(2);
	equal(said(), ["error 0", "state 2"]);
});
