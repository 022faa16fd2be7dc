// A firmware of the smallest kind, for the tests of the desktop: echoes what it receives, lights the first LED while the
// first switch is On, tells its address and keeps what it received a little later, and fails in the ways a firmware can, as its
// `name` says.

import DigitalBank from "../../tools/simulator/modules/embedded/io/digitalbank.js";
import Listener from "../../tools/simulator/modules/embedded/io/socket/listener.js";
import TCP from "../../tools/simulator/modules/embedded/io/socket/tcp.js";
import config from "../../tools/simulator/modules/mc/config.js";
import Preference from "../../tools/simulator/modules/preference.js";
import Timer from "../../tools/simulator/modules/timer.js";

declare const trace: (...values: (string | number)[]) => void;

const settings = config as unknown as { port: string; name: string };
if (Number.isNaN(Number(settings.port))) {
	const error = new Error(`config port: expected a number, got "${settings.port}"`);
	trace("before\n", String(error), "\n");
	throw error;
}
if (settings.name === "mistaken") (undefined as unknown as () => void)();

const lamp = new DigitalBank({ pins: 1 << 25, mode: DigitalBank.Output });
const button = new DigitalBank({
	pins: 1 << 4,
	mode: DigitalBank.InputPullUp,
	activeLow: true,
	rises: 1 << 4,
	falls: 1 << 4,
	onReadable() {
		lamp.write(button.read() ? 1 << 25 : 0);
	},
});

new Listener({
	port: Number(settings.port),
	onReadable() {
		trace("hello from ", settings.name, "\n");
		new TCP({
			from: this.read()!,
			onReadable() {
				if (settings.name === "throwing") throw new Error("thrown in a callback");
				const bytes = this.read() as ArrayBuffer;
				this.write(bytes);
				Timer.set(() => Preference.set("echo", "last", new TextDecoder().decode(bytes)), 200);
			},
			onError() {
				this.close();
			},
		});
	},
});
trace(settings.name, ": http://127.0.0.1:", settings.port, "/\nready\n");
