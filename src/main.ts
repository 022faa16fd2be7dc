/*
	The composition root: reads the configuration, makes the parts and connects them, from the pins to the network.
*/

import config from "mc/config";
import { Board } from "./device/board.js";
import type { Broker } from "./device/broker.js";
import { Commands } from "./device/commands.js";
import { Diagnostics } from "./device/diagnostics.js";
import { openHome } from "./device/home.js";
import { LastLeds } from "./device/lastleds.js";
import { Metrics } from "./device/metrics.js";
import { SwitchNames } from "./device/names.js";
import { Network } from "./device/network.js";
import { routesOf } from "./device/routes.js";
import { Sampler } from "./device/sampler.js";
import { readSettings } from "./device/settings.js";
import { StateResource } from "./device/state.js";
import { Uptime } from "./device/uptime.js";
import { openClock } from "./platform/clock.js";
import { sha1 } from "./platform/digest.js";
import { openLeds } from "./platform/ledbank.js";
import { log } from "./platform/log.js";
import { openMask } from "./platform/mask.js";
import { openPages } from "./platform/pages.js";
import { openPreferences } from "./platform/preferences.js";
import { openSwitches } from "./platform/switchbank.js";
import { type Listener, sockets } from "./platform/tcp.js";
import { openText } from "./platform/text.js";
import { openVitals, room } from "./platform/vitals.js";
import { openWiFi } from "./platform/wifi.js";
import { Hub } from "./server/hub.js";
import { Traffic } from "./server/traffic.js";
import { Switches } from "./switches/switches.js";

const vitals = openVitals();
const settings = readSettings(config, log);
const clock = openClock(log);
const text = openText();
const uptime = new Uptime(clock);
const traffic = new Traffic();
const preferences = openPreferences();

const bank = openSwitches(settings.switches);
const switches = new Switches(bank.read(), settings.settle);
const pins = openLeds(settings.leds);
const last = settings.powerOn === undefined ? new LastLeds({ leds: pins, preferences, clock, log }) : undefined;
const lit = settings.powerOn ?? last?.former ?? 0;
const board = new Board({ name: settings.name, switches, leds: last ?? pins, lit, uptime });
new Sampler({ switches, bank, clock, board });
const names = new SwitchNames({ preferences, clock, log });
const commands = new Commands({ board, names, text });

const wifi = openWiFi(settings.ssid, settings.password, log);
const device = { settings, vitals, network: wifi, traffic, uptime, clock };
const diagnostics = new Diagnostics(device);

const hub = new Hub({
	settings,
	site: {
		routes: routesOf({
			board,
			names,
			diagnostics,
			commands,
			state: new StateResource({ board, names, commands, text }),
			metrics: new Metrics({ device, board, names, text }),
			text,
			echo: settings.echo,
			login: settings.secret.token !== "",
		}),
		pages: openPages(),
		sha1,
		origins: settings.origins,
		secret: settings.secret,
	},
	clock,
	text,
	mask: openMask(),
	room,
	log,
	traffic,
});

let listener: Listener | undefined;
let broker: Broker | undefined;
const network = new Network({
	network: wifi,
	clock,
	log,
	onUp(address) {
		// It listens on every address, and goes on when the network comes and goes.
		listener ??= sockets.listen(settings.port, hub, log);
		log(`${settings.name}: http://${address}:${listener.port}/`);
		const { mqtt } = settings;
		if (mqtt)
			broker ??= openHome({
				mqtt,
				port: listener.port,
				device,
				board,
				names,
				diagnostics,
				commands,
				sockets,
				hub,
			});
		broker?.start();
	},
	onDown() {
		log("Wi-Fi: lost");
		hub.drop();
		broker?.stop();
	},
});
network.join();
