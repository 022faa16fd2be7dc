import { firstPause, goodTime, longestPause, openingTime, stuckTime } from "../../src/device/broker.js";
import { accepted, FakeBoard, FakeConversation } from "../fakes/broker.js";
import { FakeClock } from "../fakes/clock.js";
import { bytesOf, equal, hex, test } from "../harness.js";

const boardOf = (clock?: FakeClock) => new FakeBoard(new FakeConversation(), clock);

test("without a network nothing is done", () => {
	const board = boardOf();
	board.pass(1000);
	equal([board.transports.length, board.broker.state, board.conversation.elapsed], [0, "no network", 0]);
});

test("connects, opens, and lets the conversation speak", () => {
	const board = new FakeBoard(new FakeConversation(), new FakeClock(), "me", "secret");
	board.broker.start();
	board.broker.start();
	equal([board.transports.length, board.broker.state], [1, "connecting"]);
	board.conversation.lines.push("one", "two");
	board.transport.drain(8192);
	const connect = "10 29 0004 'MQTT' 04 ee 003c 0005 'board' 0004 'will' 0004 'gone' 0002 'me' 0006 'secret'";
	equal(hex(board.transport.take()), hex(bytesOf(connect)));
	board.transport.arrive(bytesOf(accepted));
	equal(hex(board.transport.take()), hex(bytesOf("30 06 0001 't' 'one' 30 06 0001 't' 'two'")));
	equal([board.broker.state, board.conversation.begun, board.lines], ["connected", 1, ["mqtt: connected to broker"]]);
});

test("news are told at once, and what is heard is handed on", () => {
	const board = boardOf().connect();
	board.conversation.lines.push("news");
	board.conversation.onNews();
	equal(hex(board.transport.take()), hex(bytesOf("30 07 0001 't' 'news'")));
	board.transport.arrive(bytesOf("31 05 0001 'a' 'hi' 30 04 0001 'b' 'x'"));
	equal(board.conversation.heard, ["a hi retained", "b x"]);
});

test("a broker that takes little gets a message piece by piece, then the next; and is not read from meanwhile", () => {
	const board = boardOf().connect(5);
	board.conversation.lines.push("first", "second");
	board.conversation.onNews();
	equal(hex(board.transport.take()), hex(bytesOf("30 08 0001 't'")));
	board.transport.arrive(bytesOf("30 04 0001 'a' 'x'"));
	equal([board.conversation.heard.length, board.conversation.lines.length, board.transport.unread], [0, 1, 1]);
	board.transport.drain(5);
	board.transport.drain(100);
	equal(hex(board.transport.take()), hex(bytesOf("'first' 30 09 0001 't' 'second'")));
	equal(board.conversation.heard, ["a x"]);
});

function tellFault({ conversation }: FakeBoard): void {
	conversation.lines.push("fault");
	conversation.onNews();
}

test("every way to lose a connection is told in words, and is followed by another attempt", () => {
	const ways: readonly (readonly [string, (board: FakeBoard) => void])[] = [
		["the broker has closed the connection", ({ transport }) => transport.finish()],
		["the connection has broken", ({ transport }) => transport.fail()],
		["§2.2.1: a packet that a server does not send", ({ transport }) => transport.arrive(bytesOf("f0"))],
		["Error: bug", tellFault],
		["Error: bug", ({ conversation }) => void conversation.lines.push("fault")],
		["broken on the way", ({ transport }) => transport.events?.onFault("broken on the way")],
	];
	for (const [reason, lose] of ways) {
		const board = boardOf().connect();
		const { transport } = board;
		lose(board);
		board.pass(1);
		equal([board.broker.state, transport.closed, board.lines.at(-1)], [reason, true, `mqtt: ${reason}`]);
		board.conversation.lines.length = 0;
		board.pass(firstPause / 1000);
		equal([board.transports.length, board.broker.state], [2, "connecting"], reason);
		board.accept();
		equal(board.broker.state, "connected");
	}
});

test("attempts that fail are told in words", () => {
	const board = boardOf();
	board.ip = undefined;
	board.broker.start();
	equal(board.broker.state, "there is no broker");
	board.ip = "10.0.0.9";
	board.refuses = true;
	board.pass(firstPause / 1000);
	equal(board.broker.state, "Error: no connection");
	board.refuses = false;
	board.pass((2 * firstPause) / 1000);
	board.transport.fail();
	equal(board.broker.state, "the broker cannot be reached");
	board.pass((4 * firstPause) / 1000);
	board.transport.drain(8192);
	board.transport.arrive(bytesOf("20 02 00 04"));
	equal(board.broker.state, "the broker knows no such user name and password");
	equal(board.transport.closed, true);
});

test("a broker that does not answer is given up, at any step", () => {
	const board = boardOf();
	board.ip = "later";
	board.broker.start();
	board.pass(openingTime / 1000);
	equal([board.broker.state, board.transports.length], ["the broker does not answer", 0], "its name");
	board.ip = "10.0.0.9";
	board.pass(firstPause / 1000);
	board.pass(openingTime / 1000);
	equal([board.broker.state, board.transports.length], ["the broker does not answer", 1], "TCP");
	board.pass((2 * firstPause) / 1000);
	board.transport.drain(8192);
	for (let second = 0; second < openingTime / 1000; second++) board.pass(1);
	equal([board.broker.state, board.transports.length], ["the broker does not answer", 2], "CONNACK");
	const [late] = board.answers;
	late("10.0.0.9");
	equal(board.transports.length, 2, "an answer that comes too late is none");
});

test("a broker that answers byte by byte is waited for, as long as it is done in time", () => {
	const board = boardOf();
	board.broker.start();
	board.transport.drain(8192);
	for (const byte of bytesOf(accepted)) {
		board.pass(4);
		board.transport.arrive(Uint8Array.of(byte));
	}
	equal(board.broker.state, "connected");
});

test("a broker that stops reading is given up, one that reads slowly is not", () => {
	const board = boardOf().connect(4);
	board.conversation.lines.push("long enough");
	board.conversation.onNews();
	board.pass(stuckTime / 1000 - 1);
	board.transport.drain(1000);
	board.pass(stuckTime / 1000 - 1);
	equal(board.broker.state, "connected");
	board.transport.drain(4);
	board.conversation.lines.push("long enough");
	board.conversation.onNews();
	board.pass(stuckTime / 1000 + 1);
	equal(board.broker.state, "the broker takes nothing");
});

test("a dead broker is found out by a ping", () => {
	const board = boardOf().connect();
	board.transport.take();
	board.pass(46);
	equal(hex(board.transport.take()), "c000");
	board.pass(21);
	equal(board.broker.state, "§3.1.2.10: no answer to a ping");
});

test("pauses grow up to a minute, are at random, and begin anew only behind a good connection", () => {
	const board = boardOf();
	const pauses: number[] = [];
	board.ip = undefined;
	board.broker.start();
	for (let nominal = firstPause; nominal < 4 * longestPause; nominal *= 2) {
		const before = board.lines.length;
		let seconds = 0;
		while (board.lines.length === before) {
			board.pass(1);
			seconds++;
		}
		pauses.push(seconds);
	}
	equal(pauses, [2, 4, 8, 16, 32, 60, 60]);
	board.random = 0;
	board.ip = "10.0.0.9";
	board.pass(60);
	board.accept();
	board.transport.finish();
	board.pass(30);
	equal(board.broker.state, "connecting", "half of the longest, at the least");
	board.accept();
	board.pass(goodTime / 1000 + 1);
	board.transport.arrive(bytesOf("d0 00"));
	board.transport.finish();
	board.pass(1);
	equal(board.broker.state, "connecting", "half of the first");
});

test("the network goes and comes, and the broker heals by itself", () => {
	const board = boardOf().connect();
	const { transport } = board;
	board.broker.stop();
	equal([transport.closed, board.broker.state], [true, "no network"]);
	board.pass(100);
	equal(board.transports.length, 1);
	board.connect();
	equal([board.broker.state, board.transports.length], ["connected", 2]);
	board.transport.finish();
	board.broker.stop();
	board.broker.start();
	equal([board.broker.state, board.transports.length], ["connecting", 3], "no pause after the network has come");
	board.broker.stop();
	board.ip = "later";
	board.broker.start();
	board.broker.stop();
	board.answers[0]("10.0.0.9");
	equal(board.transports.length, 3, "the answer of a network that is gone");
});

test("what the broker does not allow is told in words", () => {
	const board = boardOf().connect();
	board.broker.subscribe([["a", 1]]);
	board.transport.arrive(bytesOf("90 03 0001 80"));
	equal(board.broker.state, "connected, but the broker does not allow commands");
	board.transport.arrive(bytesOf("30 8201 0001 'a' 78*127"));
	equal(board.lines.at(-1), "mqtt: a message to a is too long, and is not taken");
});

test("a clock that starts anywhere and wraps", () => {
	for (const start of [0x7fff_ffff - 5000, -3000]) {
		const board = boardOf(new FakeClock(start)).connect();
		board.pass(30);
		equal([board.broker.state, board.conversation.elapsed], ["connected", 30_000]);
	}
});
