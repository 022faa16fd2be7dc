/*
	The composition root: reads the configuration, makes the parts and connects them, from the pins to the network.
*/

import config from "mc/config";
import { Board } from "./device/board.js";
import { Commands } from "./device/commands.js";
import { Diagnostics } from "./device/diagnostics.js";
import { HeldButton } from "./device/heldbutton.js";
import { type Home, openHome } from "./device/home.js";
import { Improv } from "./device/improv.js";
import { LastLeds } from "./device/lastleds.js";
import { Metrics } from "./device/metrics.js";
import { SwitchNames } from "./device/names.js";
import { NameService } from "./device/nameservice.js";
import { Network } from "./device/network.js";
import { Probation } from "./device/probation.js";
import { routesOf } from "./device/routes.js";
import { Sampler } from "./device/sampler.js";
import { SettingsResource } from "./device/settingsresource.js";
import { SetUpMode } from "./device/setupmode.js";
import { StateResource } from "./device/stateresource.js";
import { StoredSettings } from "./device/stored.js";
import { updatesOf } from "./device/updates.js";
import { Uptime } from "./device/uptime.js";
import { openButton } from "./platform/button.js";
import { openClock } from "./platform/clock.js";
import { openDatagrams } from "./platform/datagrams.js";
import { sha1 } from "./platform/digest.js";
import { firmware } from "./platform/firmware.js";
import { openLeds } from "./platform/ledbank.js";
import { log } from "./platform/log.js";
import { openMask } from "./platform/mask.js";
import { openPages } from "./platform/pages.js";
import { openPreferences } from "./platform/preferences.js";
import { openSerial } from "./platform/serial.js";
import { openSwitches } from "./platform/switchbank.js";
import { sockets } from "./platform/tcp.js";
import { openText } from "./platform/text.js";
import { Tls } from "./platform/tls/tls.js";
import { openVitals, room } from "./platform/vitals.js";
import { openWiFi } from "./platform/wifi.js";
import { Hub } from "./server/hub.js";
import { namesOf } from "./server/origin.js";
import type { Site } from "./server/respond.js";
import { Traffic } from "./server/traffic.js";
import { Switches } from "./switches/switches.js";

const vitals = openVitals();
const clock = openClock(log);
const text = openText();
const preferences = openPreferences();
const stored = new StoredSettings({ preferences, config, text, log });
const settings = stored.read();
const uptime = new Uptime(clock);
const traffic = new Traffic();

const bank = openSwitches(settings.switches);
const switches = new Switches(bank.read(), settings.settle);
const pins = openLeds(settings.leds);
const last = settings.powerOn === undefined ? new LastLeds({ leds: pins, preferences, clock, log }) : undefined;
const lit = settings.powerOn ?? last?.former ?? 0;
const board = new Board({ name: settings.name, switches, leds: last ?? pins, lit, uptime });
new Sampler({ switches, bank, clock, board });
const names = new SwitchNames({ preferences, clock, log });
const commands = new Commands({ board, names, text });

const wifi = openWiFi(settings, log);
const { maxConnections, origins } = settings;
const tls =
	settings.tls && new Tls({ settings: settings.tls, hosts: namesOf(origins), maxConnections, preferences, clock, log });
const probation = new Probation({ settings, firmware, vitals, preferences, network: wifi, traffic, clock, log });
const updates = updatesOf({ settings, firmware, preferences, clock, text, log });
const update = () => probation.report(updates?.here);
const device = { settings, vitals, network: wifi, traffic, tls: tls?.counts, uptime, clock, update };
const diagnostics = new Diagnostics(device);

const nameService = settings.mdns
	? new NameService({
			settings,
			openDatagrams,
			preferences,
			clock,
			text,
			log,
			random: Math.random,
			hosts: settings.origins.hosts,
		})
	: undefined;
diagnostics.nameService = nameService;

const site: Site = {
	routes: routesOf({
		board,
		names,
		diagnostics,
		commands,
		state: new StateResource({ board, names, commands, text }),
		metrics: new Metrics({ device, board, names, text }),
		settings: new SettingsResource({ stored, clock, text, restart: firmware.restart }),
		text,
		echo: settings.echo,
		updates,
		login: settings.token.value !== "",
	}),
	pages: openPages(),
	sha1,
	origins: settings.origins,
	token: settings.token,
	onlyPort: settings.tls?.only ? settings.tls.port : undefined,
};
const hub = new Hub({
	settings,
	site,
	clock,
	text,
	mask: openMask(),
	room,
	log,
	traffic,
});

const door = new sockets.Door(settings.port, hub, log, wifi);
let home: Home | undefined;
const network = new Network({
	network: wifi,
	credentials: settings.ssid ? settings : undefined,
	patience: settings.setupAfter,
	preferences,
	clock,
	log,
	onUp(address) {
		door.open();
		const { port } = door;
		log(`${settings.name}: http://${address}:${port}/`);
		if (tls) log(`${settings.name}: https://${address}:${tls.listen(address, hub)}/`);
		nameService?.open(address, door);
		home ??= openHome({
			mqtt: settings.mqtt,
			preferences,
			port,
			device,
			board,
			names,
			diagnostics,
			commands,
			sockets,
			hub,
		});
		home?.start();
		improv?.changed();
	},
	onDown() {
		log("Wi-Fi: lost");
		nameService?.close();
		hub.drop();
		tls?.drop();
		home?.stop();
		improv?.changed();
	},
});
const mode = new SetUpMode({
	settings,
	network,
	radio: wifi,
	stored,
	hub,
	door,
	openDatagrams,
	leds: pins,
	preferences,
	restart: firmware.restart,
});
const improv = settings.improv
	? new Improv({ openSerial, pins: settings.improv, settings, network, stored, door, hub, restart: firmware.restart })
	: undefined;
network.begin(() => mode.open());
if (settings.setupPin !== undefined) new HeldButton({ button: openButton(settings.setupPin), clock, mode });
