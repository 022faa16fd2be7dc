/*
	When there is a set-up mode (setup.ts): at once on a board that knows no network; when the one it knows could not be joined
	for `setupAfter` since the start, and never again once it has been; and when BOOT is held. What belongs to it is made when it
	opens, and gone when it closes.
*/

import type { Clock, Log, Text } from "../server/ports.js";
import type { Site } from "../server/respond.js";
import { GuestNames } from "./guestnames.js";
import type { Network } from "./network.js";
import type { NetworkInterface, OpenDatagrams, Radio } from "./ports.js";
import type { Settings } from "./settings.js";
import { pageOf, SetUp, setUpPath } from "./setup.js";
import { setUpRoutes } from "./setupsite.js";
import type { StoredSettings } from "./stored.js";

export interface SetUpModeOptions {
	readonly settings: Pick<Settings, "name" | "port" | "setupPassword" | "setupTimeout" | "setupAfter">;
	readonly network: Network;
	readonly radio: Radio & NetworkInterface;
	readonly stored: StoredSettings;
	readonly site: Site;
	readonly clock: Clock;
	readonly text: Text;
	readonly log: Log;
	/** Serves the pages from now on. */
	readonly serve: () => { readonly port: number };
	readonly openDatagrams: OpenDatagrams;
	readonly restart: () => void;
}

export class SetUpMode {
	private readonly options: SetUpModeOptions;
	private setUp: SetUp | undefined;
	private names: GuestNames | undefined;

	constructor(options: SetUpModeOptions) {
		const { network, clock, settings } = options;
		this.options = options;
		if (!network.isKnown) this.open();
		else if (settings.setupAfter)
			clock.after(settings.setupAfter, () => {
				if (!network.hasBeenUp) this.open();
			});
	}

	/** Opens it, unless it is open. */
	open(): void {
		if (this.setUp) return;
		this.setUp = new SetUp({
			...this.options,
			onOpen: (setUp) => this.opened(setUp),
			onClose: (changed) => this.closed(changed),
		});
	}

	private opened(setUp: SetUp): void {
		const { site, stored, text, serve, radio, openDatagrams, log } = this.options;
		const address = radio.accessPointAddress;
		const server = serve();
		site.portal = {
			// The desktop is given its port late.
			get uri() {
				return pageOf(address, server.port);
			},
			path: setUpPath,
			routes: setUpRoutes({ setUp, stored, text }),
		};
		this.names = new GuestNames(address, openDatagrams, log);
	}

	private closed(changed: boolean): void {
		const { site, log, restart } = this.options;
		this.names?.close();
		this.names = undefined;
		this.setUp = undefined;
		site.portal = undefined;
		log("set-up: closed");
		if (changed) restart();
	}
}
