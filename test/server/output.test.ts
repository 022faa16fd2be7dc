import { Output } from "../../src/server/output.js";
import { Traffic } from "../../src/server/traffic.js";
import { FakeTransport } from "../fakes/transport.js";
import { bytesOf, equal, test } from "../harness.js";

class Plain extends Output {
	protected readonly traffic = new Traffic();

	get bytesOut(): number {
		return this.traffic.bytesOut;
	}

	override flush(): void {
		super.flush();
	}
}

test("what fits goes out at once", () => {
	const transport = new FakeTransport();
	const output = new Plain(transport);
	transport.writable = 3;
	output.send(bytesOf("010203"));
	equal([output.idle, transport.writable], [true, 0]);
	equal(transport.take(), bytesOf("010203"));
});

test("what does not fit waits, keeps its order, and goes out piece by piece", () => {
	const transport = new FakeTransport();
	const output = new Plain(transport);
	transport.writable = 2;
	output.send(bytesOf("010203"));
	output.send(bytesOf("0405"));
	equal(transport.take(), bytesOf("0102"));
	equal([output.idle, output.takes(1), output.bytesOut], [false, false, 2]);
	transport.writable = 2;
	output.flush();
	equal(transport.take(), bytesOf("0304"));
	transport.writable = 9;
	output.flush();
	equal(transport.take(), bytesOf("05"));
	equal([output.idle, output.takes(8), output.takes(9), output.bytesOut], [true, true, false, 5]);
});

test("nothing is nothing", () => {
	const output = new Plain(new FakeTransport());
	output.send(new Uint8Array(0));
	equal(output.idle, true);
});
