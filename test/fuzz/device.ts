/*
	The whole device but for its outside: what src/main.ts connects, with fakes in place of the platform. Its clients come
	through `admit`, its switches are moved by `flip`.
*/

import { Board } from "../../src/server/board.js";
import { Device as Monitor } from "../../src/server/device.js";
import { Hub } from "../../src/server/hub.js";
import { Names } from "../../src/server/names.js";
import { routesOf } from "../../src/server/routes.js";
import { readSettings, type Settings } from "../../src/server/settings.js";
import { Traffic } from "../../src/server/traffic.js";
import { Uptime } from "../../src/server/uptime.js";
import { Watch } from "../../src/server/watch.js";
import { Switches } from "../../src/switches/switches.js";
import { maskWords } from "../../src/websocket/mask.js";
import { FakeClock } from "../fakes/clock.js";
import { FakePreferences } from "../fakes/preferences.js";
import { config, siteOf } from "../fakes/server.js";
import { sampleAccept } from "../fakes/sha1.js";
import { text } from "../fakes/text.js";
import { FakeTransport } from "../fakes/transport.js";

export class Device {
	readonly settings: Settings;
	readonly clock: FakeClock;
	readonly hub: Hub;
	readonly lines: string[] = [];
	readonly traffic = new Traffic();
	readonly preferences = new FakePreferences();
	private readonly board: Board;
	private readonly switchNames: Names;
	private readonly watch: Watch;
	private pins = 0;

	constructor(changes: Readonly<Record<string, unknown>>, clock = new FakeClock()) {
		const settings = readSettings({ ...config, ...changes });
		const leds = { count: settings.leds.pins.length, write() {} };
		const uptime = new Uptime(clock);
		const log = (line: string) => this.lines.push(line);
		const { preferences, traffic } = this;
		const names = new Names({ preferences, clock, log, onChange: () => this.hub.broadcast(names) });
		const board = new Board({
			name: "fuzz",
			switches: 0,
			leds,
			names,
			uptime,
			text,
			onChange: () => this.hub.broadcast(board),
		});
		const device = new Monitor({
			settings,
			vitals: { reset: "power on", resets: 0, heap: undefined, slots: undefined, chunks: undefined },
			radio: { address: "10.0.0.7", signal: -60 },
			traffic,
			uptime,
			clock,
			text,
			clients: () => this.hub.webSockets,
			tell: () => this.hub.broadcast(device),
		});
		const switches = new Switches(0, settings.settle);
		const bank = { read: () => this.pins };
		this.settings = settings;
		this.clock = clock;
		this.board = board;
		this.switchNames = names;
		this.watch = new Watch({ switches, bank, clock, onChange: (state) => board.settled(state) });
		this.hub = new Hub({
			settings,
			// A key that has been made up is a key, too.
			site: {
				...siteOf(changes),
				routes: routesOf({ board, names, device }, { echo: settings.echo, login: settings.secret.token !== "" }),
				sha1: () => sampleAccept,
			},
			clock,
			text,
			mask: maskWords,
			log,
			traffic,
			uptime,
		});
	}

	/** The message that says the names. */
	get names(): string {
		return this.switchNames.message;
	}

	/** The message that says the newest state. */
	get state(): string {
		return this.board.message;
	}

	/** Whether the flash has the names as they are. */
	get isKept(): boolean {
		const { names } = JSON.parse(this.names);
		return Object.keys(names).every((key) => (this.preferences.kept.get(key) ?? "") === names[key]);
	}

	/** A client connects; undefined when it is turned away. */
	admit(): FakeTransport | undefined {
		const transport = new FakeTransport();
		transport.events = this.hub.admit(transport);
		return transport.events ? transport : undefined;
	}

	/** Moves the switch at bit `position`, which then has its time to settle. */
	flip(position: number): void {
		this.pins ^= 1 << position;
		this.watch.edge(1 << position);
	}
}
