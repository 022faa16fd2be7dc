/*
	The whole device but for its outside: what src/main.ts connects, with fakes in place of the platform. Its clients come
	through `admit`, its switches are moved by `flip`; where a broker is configured, the connections to it are in `dialled`.
*/

import { Board } from "../../src/device/board.js";
import { Commands } from "../../src/device/commands.js";
import { Diagnostics } from "../../src/device/diagnostics.js";
import { type Home, openHome } from "../../src/device/home.js";
import { Metrics } from "../../src/device/metrics.js";
import { SwitchNames } from "../../src/device/names.js";
import type { SwitchBank } from "../../src/device/ports.js";
import { routesOf } from "../../src/device/routes.js";
import { Sampler } from "../../src/device/sampler.js";
import { readSettings, type Settings } from "../../src/device/settings.js";
import { SettingsResource } from "../../src/device/settingsresource.js";
import { StateResource } from "../../src/device/stateresource.js";
import { StoredSettings } from "../../src/device/stored.js";
import { Uptime } from "../../src/device/uptime.js";
import { Hub } from "../../src/server/hub.js";
import { Traffic } from "../../src/server/traffic.js";
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
	/** Its side of the connections that it has made, the newest last. */
	readonly dialled: FakeTransport[] = [];
	readonly home: Home | undefined;
	private readonly board: Board;
	private readonly switchNames: SwitchNames;
	private readonly bank: SwitchBank = { onEdge() {}, read: () => this.pins };
	private pins = 0;

	constructor(changes: Readonly<Record<string, unknown>>, clock = new FakeClock()) {
		const settings = readSettings({ ...config, ...changes });
		const leds = { count: settings.leds.pins.length, write() {} };
		const uptime = new Uptime(clock);
		const log = (line: string) => this.lines.push(line);
		const { preferences, traffic, bank } = this;
		const switches = new Switches(0, settings.settle);
		const names = new SwitchNames({ preferences, clock, log });
		const board = new Board({ name: settings.name, switches, leds, lit: 0, uptime });
		const commands = new Commands({ board, names, text });
		new Sampler({ switches, bank, clock, board });
		const vitals = { reset: "power on", resets: 0, heap: undefined, slots: undefined, chunks: undefined };
		const network = {
			onChanged() {},
			join() {},
			leave() {},
			fault: undefined,
			linked: true,
			spot: undefined,
			address: "10.0.0.7",
			lost: false,
			signal: -60,
			mac: "02:00:5e:10:00:ff",
		};
		const diagnostics = new Diagnostics({ settings, vitals, network, traffic, uptime, clock });
		const routes = routesOf({
			board,
			names,
			diagnostics,
			commands,
			state: new StateResource({ board, names, commands, text }),
			metrics: new Metrics({ device: { settings, vitals, network, traffic }, board, names, text }),
			settings: new SettingsResource({
				stored: new StoredSettings({ preferences, config: { ...config, ...changes }, text, log }),
				clock,
				text,
				restart() {},
			}),
			text,
			echo: settings.echo,
			login: settings.token.value !== "",
		});
		this.settings = settings;
		this.clock = clock;
		this.board = board;
		this.switchNames = names;
		this.hub = new Hub({
			settings,
			// A key that has been made up is a key, too.
			site: { ...siteOf(changes), routes, sha1: () => sampleAccept },
			clock,
			text,
			mask: maskWords,
			room: () => Number.POSITIVE_INFINITY,
			log,
			traffic,
		});
		this.home = openHome({
			mqtt: settings.mqtt,
			preferences,
			port: settings.port,
			device: { settings, vitals, network },
			board,
			names,
			diagnostics,
			commands,
			sockets: { resolve: (host, onResolved) => onResolved(host), connect: () => this.dial() },
			hub: this.hub,
		});
	}

	private dial(): FakeTransport {
		const transport = new FakeTransport();
		this.dialled.push(transport);
		return transport;
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

	/** A client connects from `address`; undefined when it is turned away. */
	admit(address: string): FakeTransport | undefined {
		const transport = new FakeTransport();
		transport.address = address;
		this.hub.admit(transport);
		return transport.closed ? undefined : transport;
	}

	/** Moves the switch at bit `position`, which then has its time to settle. */
	flip(position: number): void {
		this.pins ^= 1 << position;
		this.bank.onEdge(1 << position);
	}
}
