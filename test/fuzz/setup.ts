/*
	Set-up mode with a radio that does what it likes: networks that let the board in or not, late, twice or never, lose it and come
	back, looks that fail, an access point that cannot be opened, a flash that is full, and visitors who wish for things at any
	time.

	What must hold after each step:
	- no exception, and no line in the log but of what has failed;
	- the access point is open exactly in the phases that say so; `joined` has an address;
	- what is stored is what was there before, or what has been joined since; nothing that was refused;
	- nobody's wish starts more than one look for networks, nor is a second network tried before the first is through.
	And in the end it closes by itself, unless it may stay, and the network that is configured is joined again.
*/

import { Network } from "../../src/device/network.js";
import type { JoinFault } from "../../src/device/ports.js";
import { answerTime, farewell, Phase, SetUp, setUpTick } from "../../src/device/setup.js";
import { StoredSettings } from "../../src/device/stored.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { FakeRadio } from "../fakes/radio.js";
import { config } from "../fakes/server.js";
import { text } from "../fakes/text.js";
import type { Random } from "../harness.js";
import { demand, type Fuzzer, once, pick } from "./fuzzer.js";

const timeout = 120_000;
const faults: readonly JoinFault[] = ["not found", "password", "refused"];
const ssids = ["Home", "Attic", "Cafe"];

class World {
	private readonly random: Random;
	private readonly clock = new FakeClock(0x7fff_0000);
	private readonly radio = new FakeRadio();
	private readonly preferences = new FakePreferences();
	private readonly lines: string[] = [];
	private readonly network: Network;
	private readonly stored: StoredSettings;
	private readonly setUp: SetUp;
	private readonly mayStay: boolean;
	/** The networks that may be stored. */
	private readonly joined = new Set([""]);
	private looks = 1;
	private isOpen = false;

	constructor(random: Random) {
		const { radio, clock, preferences } = this;
		const log = (line: string) => this.lines.push(line);
		const known = once(random, 2);
		const setupPassword = once(random, 2) ? "let me in" : "";
		this.random = random;
		this.mayStay = !known && setupPassword !== "";
		const all = { ...config, setupPassword, setupTimeout: timeout };
		this.stored = new StoredSettings({ preferences, config: all, text, log });
		const settings = this.stored.read();
		this.network = new Network({
			network: radio,
			credentials: known ? { ssid: "Old", password: "" } : undefined,
			patience: 0,
			preferences,
			clock,
			log,
			onUp() {},
			onDown() {},
		});
		this.network.begin(() => {});
		if (known && once(random, 2)) radio.joined("10.0.0.5");
		const { network, stored } = this;
		const onOpen = () => {
			this.isOpen = true;
		};
		const onClose = () => {
			this.isOpen = false;
		};
		this.setUp = new SetUp({ settings, network, radio, stored, clock, log, onOpen, onClose });
	}

	step(): void {
		const { random, radio, setUp, clock, preferences } = this;
		const wish = () => ({ ssid: pick(random, ssids), password: "12345678", name: once(random, 3) ? "pump" : "" });
		switch (random.below(9)) {
			case 0:
				setUp.join(wish());
				break;
			case 1:
				if (setUp.phase === Phase.open) this.looks++;
				setUp.look();
				break;
			case 2:
				setUp.visit();
				break;
			case 3:
				if (!radio.lost || radio.linked) radio.refused(pick(random, faults));
				break;
			case 4:
				if (!radio.lost) this.letIn(once(random, 3) ? undefined : "10.0.0.9");
				break;
			case 5:
				if (!radio.found) radio.found = [{ ssid: "Home", signal: -50, secured: true }];
				break;
			case 6:
				radio.fails = pick(random, ["", "", "scan", "open", "join"]);
				break;
			case 7:
				preferences.full = once(random, 4);
				break;
			default:
				clock.advance(pick(random, [100, answerTime, setUpTick, 5000, 30_000]));
		}
		this.check();
	}

	private letIn(address: string | undefined): void {
		const { setUp, radio } = this;
		if (setUp.phase === Phase.joining && address) this.joined.add(setUp.ssid);
		radio.joined(address);
	}

	private check(): void {
		const { setUp, radio, lines, looks } = this;
		const phases: readonly string[] = [Phase.open, Phase.scanning, Phase.joining, Phase.joined];
		demand(this.isOpen === phases.includes(setUp.phase), `${setUp.phase}, and the access point is not`);
		demand(setUp.phase !== Phase.joined || setUp.address !== "", "joined without an address");
		demand(this.joined.has(this.stored.textOf("ssid")), `${this.stored.textOf("ssid")} is stored`);
		const others = lines.filter((line) => !/^(set-up: (join|Error: n)|(network|Wi-Fi): Error: no radio)/.test(line));
		demand(others.length === 0, `logged: ${others.join("; ")}`);
		if (!radio.fails) {
			const scans = radio.events.filter((event) => event === "scan").length;
			const failed = lines.filter((line) => line.endsWith(": Error: no radio")).length;
			demand(scans <= looks + failed, `${scans} looks for ${looks} wishes`);
		}
	}

	/** Everything works from now on, and nobody is there any more. */
	end(): void {
		const { clock, radio, setUp, preferences } = this;
		radio.fails = "";
		preferences.full = false;
		for (let passed = 0; passed < timeout + 2 * farewell + 60_000; passed += setUpTick) {
			radio.found ??= [];
			clock.advance(setUpTick);
			this.check();
		}
		demand(setUp.phase === Phase.closed || (this.mayStay && setUp.phase === Phase.open), `it stays ${setUp.phase}`);
		if (setUp.phase !== Phase.closed) return;
		const before = radio.events.length;
		clock.advance(10 * 60_000);
		const since = radio.events.slice(before);
		demand(!since.some((event) => event === "scan" || event.startsWith("open")), "it goes on when it is closed");
		if (!this.network.isKnown) return;
		if (!radio.address) {
			radio.refused("not found");
			clock.advance(60_000);
			demand(!radio.lost, "the configured network is not looked for");
		}
	}
}

export const setUpFuzzer: Fuzzer = {
	name: "setup",
	round(random) {
		const world = new World(random);
		for (let i = 60; i > 0; i--) world.step();
		world.end();
	},
};
