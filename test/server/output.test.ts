import { Output } from "../../src/server/output.js";
import { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, test } from "../harness.js";

test("what fits goes out at once", () => {
	const transport = new FakeTransport();
	const output = new Output(transport);
	transport.writable = 3;
	output.send(bytesOf("010203"));
	equal([output.idle, transport.writable], [true, 0]);
	equal(transport.take(), bytesOf("010203"));
});

test("what does not fit waits, keeps its order, and goes out piece by piece", () => {
	const transport = new FakeTransport();
	const output = new Output(transport);
	transport.writable = 2;
	output.send(bytesOf("010203"));
	output.send(bytesOf("0405"));
	equal(transport.take(), bytesOf("0102"));
	equal([output.idle, output.takes(1)], [false, false]);
	transport.writable = 2;
	output.flush();
	equal(transport.take(), bytesOf("0304"));
	transport.writable = 9;
	output.flush();
	equal(transport.take(), bytesOf("05"));
	equal([output.idle, output.takes(8), output.takes(9)], [true, true, false]);
});

test("nothing is nothing", () => {
	const output = new Output(new FakeTransport());
	output.send(new Uint8Array(0));
	equal(output.idle, true);
});
