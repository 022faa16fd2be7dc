import { mostWrites, NameService, nameKey } from "../../src/device/nameservice.js";
import type { DatagramOptions } from "../../src/device/ports.js";
import { Type } from "../../src/dns/message.js";
import { FakeClock } from "../fakes/clock.js";
import { linesOf, messageOf, response } from "../fakes/dns.js";
import { FakePreferences } from "../fakes/preferences.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

/** A name service on sockets that note what is sent, each with whether it is open. */
function serviceOf(
	settings: { name?: string; version?: string; board?: string } = {},
	preferences = new FakePreferences(),
) {
	const clock = new FakeClock(0x7fff_f000);
	const hosts = ["board.local", "board"];
	const lines: string[] = [];
	const sockets: { options: DatagramOptions; open: boolean }[] = [];
	const sent: (readonly string[])[] = [];
	const failures = { open: 0, send: 0 };
	const service = new NameService({
		settings: { name: "Board", version: "1.2.3", board: "ESP32", ...settings },
		openDatagrams(options) {
			if (failures.open) throw new Error("port taken");
			const socket = { options, open: true };
			sockets.push(socket);
			return {
				send(bytes, address, port) {
					if (!socket.open) throw new Error("closed");
					if (failures.send) throw new Error("no route");
					sent.push([`${address}:${port}`, ...(linesOf(bytes) ?? [])]);
				},
				close() {
					socket.open = false;
				},
			};
		},
		preferences,
		clock,
		text,
		log: (line) => lines.push(line),
		random: () => 0,
		hosts,
	});
	const hear = (bytes: Uint8Array) => sockets.at(-1)?.options.events.onDatagram(bytes, "192.168.1.77", 5353);
	return { clock, hosts, lines, sockets, sent, failures, service, hear };
}

const contradiction = messageOf({
	flags: response,
	records: [{ name: "board.local", type: Type.A, data: Uint8Array.of(192, 168, 1, 77) }],
});

test("without a network there is no socket; with it one, in the group, until the network goes", () => {
	const { clock, sockets, sent, service, lines } = serviceOf();
	equal(sockets.length, 0);
	service.open("192.168.1.5", { port: 8080 });
	equal(sockets.length, 1);
	const [{ options }] = sockets;
	equal([options.port, options.group], [5353, "224.0.0.251"]);
	clock.advance(10_000);
	equal(sent.length, 6);
	equal(sent[3].slice(0, 4), [
		"224.0.0.251:5353",
		"answer Board.local A flush 120 192.168.1.5",
		"answer Board._http._tcp.local TXT flush 4500 06706174683d2f0d76657273696f6e3d312e322e330b626f6172643d4553503332",
		"answer Board._http._tcp.local SRV flush 120 8080 Board.local",
	]);
	equal([service.name, lines], ["Board", ["Board: http://Board.local:8080/"]]);
	service.close();
	equal([sockets[0].open, service.name, sent.length], [false, undefined, 7]);
	equal(sent[6][1], "answer Board.local A flush 0 192.168.1.5");
	service.close();
	clock.advance(10_000);
	equal(sent.length, 7);
});

test("the name that was won is a Host, and the one before is not", () => {
	const { clock, hosts, service, hear, lines } = serviceOf();
	service.open("192.168.1.5", { port: 80 });
	clock.advance(10_000);
	equal(hosts, ["board.local", "board", "board.local", "board"]);
	hear(contradiction);
	clock.advance(100);
	hear(contradiction);
	clock.advance(10_000);
	equal(hosts, ["board.local", "board", "board-2.local", "board-2"]);
	equal(lines.at(-1), "Board: http://Board-2.local/");
	service.rename("panel");
	equal(service.name, undefined);
	clock.advance(10_000);
	equal([service.name, hosts.slice(2)], ["panel", ["panel.local", "panel"]]);
});

test("the name is asked for anew when the network comes back, and a new one is kept", () => {
	const { clock, sockets, sent, service } = serviceOf();
	service.rename("panel");
	equal(sent, []);
	service.open("192.168.1.5", { port: 80 });
	service.open("192.168.1.6", { port: 80 });
	equal(
		sockets.map(({ open }) => open),
		[false, true],
	);
	clock.advance(10_000);
	equal(sent[0][1], "? panel.local ANY QU");
	equal(sent.length, 6);
});

test("a port that is asked for late is told when it is known", () => {
	const { clock, sent, service } = serviceOf();
	const server = { port: 0 };
	service.open("192.168.1.5", server);
	server.port = 8123;
	clock.advance(10_000);
	equal(sent[3][3], "answer Board._http._tcp.local SRV flush 120 8123 Board.local");
});

test("what is not known of the device is not told", () => {
	const { clock, sent, service } = serviceOf({ version: "", board: "" });
	service.open("192.168.1.5", { port: 80 });
	clock.advance(10_000);
	equal(sent[3][2], "answer Board._http._tcp.local TXT flush 4500 06706174683d2f");
});

test("no port, no address of IPv4, no route: it is logged, and tried again with the next network", () => {
	const { clock, sockets, sent, service, failures, lines } = serviceOf();
	failures.open = 1;
	service.open("192.168.1.5", { port: 80 });
	for (const address of ["fe80::1", "", "192.168.1", "192.168.1.256", "192.168.1.05"])
		service.open(address, { port: 80 });
	equal(lines[0], "mDNS: Error: port taken");
	equal(lines[1], "mDNS: fe80::1 is no IPv4 address");
	equal([lines.length, sockets.length], [6, 0]);
	failures.open = 0;
	failures.send = 1;
	service.open("192.168.1.5", { port: 80 });
	clock.advance(600);
	equal(lines.slice(6), ["mDNS: Error: no route", "mDNS: Error: no route", "mDNS: Error: no route"]);
	failures.send = 0;
	clock.advance(10_000);
	equal([service.name, sent.length], ["Board", 3]);
});

test("there is one timer at most, and none when nothing is under way", () => {
	const { clock, sockets, service, hear } = serviceOf();
	service.open("192.168.1.5", { port: 80 });
	clock.advance(800);
	for (let i = 0; i < 100; i++) {
		hear(messageOf({ questions: [{ name: "_http._tcp.local", type: Type.PTR }] }));
		hear(messageOf({ flags: 0x0200, questions: [{ name: "_http._tcp.local", type: Type.PTR }] }));
		clock.advance(7);
		equal([clock.waiting, sockets.length], [1, 1]);
	}
	service.close();
	equal(clock.waiting, 0);
	service.open("192.168.1.5", { port: 80 });
	clock.advance(10_000);
	equal(clock.waiting, 0);
});

/** Somebody has every name but that with the number `free`. */
function takeNamesBelow({ hear, clock }: ReturnType<typeof serviceOf>, free: number): void {
	for (let number = 1; number < free; number++) {
		const name = number === 1 ? "board.local" : `board-${number}.local`;
		const data = Uint8Array.of(192, 168, 1, 77);
		clock.advance(100);
		hear(messageOf({ flags: response, records: [{ name, type: Type.A, data }] }));
	}
	clock.advance(10_000);
}

test("a number behind the name is kept, and asked for first after a restart", () => {
	const preferences = new FakePreferences();
	const first = serviceOf({}, preferences);
	first.service.open("192.168.1.5", { port: 80 });
	takeNamesBelow(first, 3);
	equal([first.service.name, preferences.kept.get(nameKey)], ["Board-3", "Board-3"]);
	const { clock, service, sent } = serviceOf({}, preferences);
	service.open("192.168.1.5", { port: 80 });
	clock.advance(10_000);
	equal([service.name, sent[0][1].includes("Board-3.local"), preferences.writes.length], ["Board-3", true, 1]);
	service.rename("Other");
	clock.advance(10_000);
	equal([service.name, preferences.kept.get(nameKey)], ["Other", undefined]);
});

test("what is kept of another name, or is none, is of no use; a flash that cannot be read is logged", () => {
	for (const kept of ["Pump-2", "Board", "Board-1", "Board-02", "Board-x", "Board-", "Board-99999", ""]) {
		const preferences = new FakePreferences();
		preferences.kept.set(nameKey, kept);
		const { clock, service } = serviceOf({}, preferences);
		service.open("192.168.1.5", { port: 80 });
		clock.advance(10_000);
		equal([service.name, preferences.kept.get(nameKey)], ["Board", undefined], kept);
	}
	const preferences = new FakePreferences();
	preferences.full = true;
	const all = serviceOf({}, preferences);
	all.service.open("192.168.1.5", { port: 80 });
	takeNamesBelow(all, 2);
	equal([all.service.name, all.lines.some((line) => line.startsWith("mDNS: "))], ["Board-2", true]);
});

test("whoever takes name after name does not wear the flash out", () => {
	const preferences = new FakePreferences();
	const { clock, service, sent, hear } = serviceOf({}, preferences);
	service.open("192.168.1.5", { port: 80 });
	clock.advance(10_000);
	for (let i = 0; i < 2 * mostWrites; i++) {
		sent.length = 0;
		const name = `${service.name}.local`;
		const records = [{ name, type: Type.A, data: Uint8Array.of(192, 168, 1, 77) }];
		for (let times = 0; times < 2; times++) {
			hear(messageOf({ flags: response, records }));
			clock.advance(100);
		}
		clock.advance(20_000);
		// All of it would not fit a board's heap.
		sent.length = 0;
	}
	equal(preferences.writes.length <= mostWrites && service.name !== "Board", true);
});
