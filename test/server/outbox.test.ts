import { Outbox } from "../../src/server/outbox.js";
import { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, test } from "../harness.js";

test("what fits goes out at once", () => {
	const transport = new FakeTransport();
	const outbox = new Outbox(transport);
	transport.writable = 3;
	outbox.send(bytesOf("010203"));
	equal([outbox.idle, transport.writable], [true, 0]);
	equal(transport.take(), bytesOf("010203"));
});

test("what does not fit waits, keeps its order, and goes out piece by piece", () => {
	const transport = new FakeTransport();
	const outbox = new Outbox(transport);
	transport.writable = 2;
	outbox.send(bytesOf("010203"));
	outbox.send(bytesOf("0405"));
	equal(transport.take(), bytesOf("0102"));
	equal([outbox.idle, outbox.fits(1)], [false, false]);
	transport.writable = 2;
	outbox.flush();
	equal(transport.take(), bytesOf("0304"));
	transport.writable = 9;
	outbox.flush();
	equal(transport.take(), bytesOf("05"));
	equal([outbox.idle, outbox.fits(8), outbox.fits(9)], [true, true, false]);
});

test("nothing is nothing", () => {
	const outbox = new Outbox(new FakeTransport());
	outbox.send(new Uint8Array(0));
	equal(outbox.idle, true);
});

test("a frame fits when it goes out at once; of a long one, a piece must", () => {
	const transport = new FakeTransport();
	const outbox = new Outbox(transport);
	transport.writable = 1023;
	equal([outbox.fits(1023), outbox.fits(1024)], [true, false]);
	transport.writable = 1024;
	equal(outbox.fits(100_000), true);
});
