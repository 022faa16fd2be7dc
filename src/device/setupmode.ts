/*
	Set-up mode (setup.ts) with what belongs to it: the pages and the names for guests of the access point. All of that is made
	when it opens, and gone when it closes; only what it needs for that is held meanwhile.
*/

import type { Clock, Log, Text } from "../server/ports.js";
import type { Site } from "../server/respond.js";
import { resetToFactory } from "./factoryreset.js";
import { GuestNames } from "./guestnames.js";
import type { Network } from "./network.js";
import type { LedBank, NetworkInterface, OpenDatagrams, Preferences, Radio } from "./ports.js";
import type { Settings } from "./settings.js";
import { pageOf, SetUp, setUpPath } from "./setup.js";
import { setUpRoutes } from "./setupsite.js";
import type { StoredSettings } from "./stored.js";

export interface SetUpModeOptions {
	readonly settings: Pick<Settings, "name" | "port" | "setupPassword" | "setupTimeout">;
	readonly network: Network;
	readonly radio: Radio & NetworkInterface;
	readonly stored: StoredSettings;
	/** What the server has, too. */
	readonly hub: { readonly site: Site; readonly clock: Clock; readonly text: Text; readonly log: Log };
	/** Serves the pages, once it is open. */
	readonly door: { open(): void; readonly port: number };
	readonly openDatagrams: OpenDatagrams;
	readonly preferences: Preferences;
	readonly leds: LedBank;
	readonly restart: () => void;
}

export class SetUpMode {
	private readonly options: SetUpModeOptions;
	private setUp: SetUp | undefined;
	private names: GuestNames | undefined;

	constructor(options: SetUpModeOptions) {
		this.options = options;
	}

	/** Opens it, unless it is open. */
	open(): void {
		if (this.setUp) return;
		const { settings, network, radio, stored, hub } = this.options;
		const { clock, log } = hub;
		this.setUp = new SetUp({
			settings,
			network,
			radio,
			stored,
			clock,
			log,
			onOpen: (setUp) => this.opened(setUp),
			onClose: (changed) => this.closed(changed),
		});
	}

	/** Forgets everything, and restarts. */
	reset(): void {
		const { stored, preferences, leds, hub, restart } = this.options;
		const { clock, log } = hub;
		resetToFactory({ stored, preferences, leds, clock, log, restart });
	}

	private opened(setUp: SetUp): void {
		const { hub, stored, door, radio, openDatagrams } = this.options;
		const { site, text, log } = hub;
		const address = radio.accessPointAddress;
		door.open();
		site.portal = {
			// The desktop is given its port late.
			get uri() {
				return pageOf(address, door.port);
			},
			path: setUpPath,
			routes: setUpRoutes({ setUp, stored, text }),
		};
		this.names = new GuestNames(address, openDatagrams, log);
	}

	private closed(changed: boolean): void {
		const { hub, restart } = this.options;
		this.names?.close();
		this.names = undefined;
		this.setUp = undefined;
		hub.site.portal = undefined;
		hub.log("set-up: closed");
		if (changed) restart();
	}
}
