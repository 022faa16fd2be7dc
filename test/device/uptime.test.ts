import { Uptime } from "../../src/device/uptime.js";
import { FakeClock } from "../fakes/clock.js";
import { equal, test } from "../harness.js";

const oneDay = 86_400_000;

test("counts from its making, whatever the clock says then", () => {
	for (const start of [0, 5, 0x7fff_ffff, 0xffff_ff00]) {
		const clock = new FakeClock(start);
		const uptime = new Uptime(clock);
		equal(uptime.ms, 0);
		clock.advance(1234);
		equal([uptime.ms, uptime.ms], [1234, 1234], `start ${start}`);
	}
});

test("goes on for years, while the clock wraps again and again", () => {
	const clock = new FakeClock(0x7fff_0000);
	const uptime = new Uptime(clock);
	for (let day = 20; day <= 1000; day += 20) {
		clock.advance(20 * oneDay);
		equal(uptime.ms, day * oneDay);
	}
});

test("a clock that is set back stands still for once", () => {
	const clock = new FakeClock(1_000_000);
	const uptime = new Uptime(clock);
	clock.advance(500);
	clock.jump(3);
	equal(uptime.ms, 0, "not looked at in between");
	clock.advance(200);
	equal(uptime.ms, 200);
});

test("nobody has to ask for it in time", () => {
	const clock = new FakeClock(0x7fff_0000);
	const uptime = new Uptime(clock);
	clock.advance(400 * oneDay);
	equal(uptime.ms, 400 * oneDay);
});
