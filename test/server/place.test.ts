import { giverOf, Merit, type Occupant } from "../../src/server/place.js";
import { wrongTokenDelay } from "../../src/server/token.js";
import { FakeServer, upgrade } from "../fakes/server.js";
import type { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, test } from "../harness.js";

const { asking, held, leaving, answering, webSocket, trusted } = Merit;

/** Occupants as "a4": the address a, the merit 4; in the order in which they came. */
function giver(notation: string, address: string, above: Merit, upTo: Merit): string | undefined {
	const names = notation.split(" ");
	const occupants = names.map((name) => ({ name, transport: { address: name[0] }, merit: Number(name[1]) }));
	return giverOf(occupants as unknown as (Occupant & { name: string })[], { address, above, upTo })?.name;
}

test("who gives its place to a newcomer", () => {
	const connection = [answering, webSocket] as const;
	const cases: readonly (readonly [string, string, string, Merit, Merit, string | undefined])[] = [
		["unfinished heads first", "a3 b2 c0 d1", "e", ...connection, "c0"],
		["the oldest of equals", "a3 b1 c1 d4", "e", ...connection, "b1"],
		["nobody who is being answered", "a3 b3 c4 d5", "e", ...connection, undefined],
		["but of an address that crowds, whoever it is", "a4 a3 a4 b0", "e", ...connection, "a3"],
		["whose least deserving goes, even where others deserve less", "a4 a1 a4 b0", "e", ...connection, "a1"],
		["an address that crowds may replace its own alone", "a4 a3 a3 b0", "a", ...connection, undefined],
		["and does", "a4 a0 b0 a3", "a", ...connection, "a0"],
		["half is no crowd", "a3 a3 b3 b3", "e", ...connection, undefined],
		["half is all there is", "a3 a3 b0 c0", "a", ...connection, undefined],
		["a trusted client for one that is not", "a4 b5 c4 d5", "e", trusted, trusted, "a4"],
		["from the same address, too", "a4 a4 a4 a4", "a", trusted, trusted, "a4"],
		["never the other way round", "a5 a5 a5 a5", "e", webSocket, webSocket, undefined],
		["a crowd of equals gives way", "a5 a5 a5 b5", "e", trusted, trusted, "a5"],
		["without a crowd nobody does", "a4 b4 a4 b4", "e", webSocket, webSocket, undefined],
	];
	for (const [what, occupants, address, above, upTo, expected] of cases)
		equal(giver(occupants, address, above, upTo), expected, what);
	equal([asking, held, leaving, answering, webSocket, trusted], [0, 1, 2, 3, 4, 5], "in rising order");
});

const stranger = "10.0.0.66";

/** A crowd that makes its connections anew as soon as they are closed. */
function crowd(make: () => FakeTransport | undefined, size: number) {
	const members = Array.from({ length: size }, make);
	return () => {
		members.forEach((member, i) => {
			if (!member || member.closed) members[i] = make();
		});
	};
}

for (const address of ["10.0.0.2", stranger]) {
	const where = address === stranger ? "from the same address" : "from another address";

	test(`a crowd of silent connections does not keep the owner out, ${where}`, () => {
		const server = new FakeServer({ maxClients: 8, maxConnections: 16 });
		const remake = crowd(() => server.connect(8192, stranger), 16);
		for (let i = 0; i < 20; i++) {
			remake();
			equal(server.request("GET / HTTP/1.1", 8192, address).takeText().slice(0, 12), "HTTP/1.1 200");
			remake();
			server.webSocket("/ws", 8192, address).fail();
		}
	});

	test(`wrong tokens do not keep the right one out, ${where}`, () => {
		const server = new FakeServer({ maxClients: 8, maxConnections: 16, token: "open-sesame" });
		const login = (token: string, from: string) =>
			server.request(`GET /login HTTP/1.1\nAuthorization: Bearer ${token}`, 8192, from);
		const remake = crowd(() => login("open-sesamx", stranger), 16);
		for (let i = 0; i < 20; i++) {
			remake();
			equal(login("open-sesame", address).takeText().slice(0, 12), "HTTP/1.1 204");
			server.clock.advance(wrongTokenDelay / 4);
		}
	});
}

test("a crowd of idle WebSockets makes room for another address, and is told to try again later", () => {
	const server = new FakeServer({ maxClients: 4, maxConnections: 8 });
	const idle = [1, 2, 3, 4].map(() => server.webSocket("/echo", 8192, stranger));
	const owner = server.webSocket();
	equal(idle[0].take(), bytesOf("8802 03f5"));
	equal([server.hub.webSockets, server.traffic.clients, server.traffic.most], [4, 4, 4]);
	idle[0].arrive(bytesOf("8882 00000000 03f5"));
	equal(idle[0].closed, true);
	equal(server.request(upgrade("/ws"), 8192, stranger).takeText().slice(0, 12), "HTTP/1.1 503", "not the other way");
	server.webSocket();
	equal(server.request(upgrade("/ws")).takeText().slice(0, 12), "HTTP/1.1 503", "half is left to the crowd");
	equal([owner.closed, idle[3].closed], [false, false]);
});

test("a client that has shown the token takes the place of one that has not", () => {
	const server = new FakeServer({ maxClients: 2, maxConnections: 8, token: "open-sesame" });
	const strangers = [server.webSocket("/ws", 8192, stranger), server.webSocket("/ws", 8192, "10.0.0.67")];
	const lines = `${upgrade("/ws")}\nAuthorization: Bearer open-sesame`;
	for (const address of ["10.0.0.2", "10.0.0.3"])
		equal(server.request(lines, 8192, address).takeText().slice(0, 12), "HTTP/1.1 101");
	equal([server.hub.webSockets, ...strangers.map((transport) => transport.take().length)], [2, 4, 4]);
	equal(server.request(upgrade("/ws"), 8192, stranger).takeText().slice(0, 12), "HTTP/1.1 503");
});
