/*
	The composition root: reads the configuration, makes the parts and connects them.
*/

import config from "mc/config";
import { openClock } from "./platform/clock.js";
import { sha1 } from "./platform/digest.js";
import { openLeds } from "./platform/ledbank.js";
import { log } from "./platform/log.js";
import { openMask } from "./platform/mask.js";
import { openPages } from "./platform/pages.js";
import { openPreferences } from "./platform/preferences.js";
import { openSwitches } from "./platform/switchbank.js";
import { listen } from "./platform/tcp.js";
import { openText } from "./platform/text.js";
import { openVitals } from "./platform/vitals.js";
import { openRadio } from "./platform/wifi.js";
import { Board } from "./server/board.js";
import { Device } from "./server/device.js";
import { Hub } from "./server/hub.js";
import { Names } from "./server/names.js";
import { routesOf } from "./server/routes.js";
import { readSettings } from "./server/settings.js";
import { Station } from "./server/station.js";
import { Traffic } from "./server/traffic.js";
import { Uptime } from "./server/uptime.js";
import { Watch } from "./server/watch.js";
import { Switches } from "./switches/switches.js";

const settings = readSettings(config, log);
const clock = openClock(log);
const uptime = new Uptime(clock);
const traffic = new Traffic();
const text = openText();

const bank = openSwitches(settings.switches, (edges) => watch.edge(edges));
const switches = new Switches(bank.read(), settings.settle);
const leds = openLeds(settings.leds);
const names = new Names({ preferences: openPreferences(), clock, log, onChange: () => hub.broadcast(names) });
const board = new Board({
	name: settings.name,
	switches: switches.state,
	leds,
	names,
	uptime,
	text,
	onChange: () => hub.broadcast(board),
});
const watch = new Watch({ switches, bank, clock, onChange: (state) => board.settled(state) });

const radio = openRadio(settings.ssid, settings.password, log, () => station.changed());
const device = new Device({
	settings,
	vitals: openVitals(),
	radio,
	traffic,
	uptime,
	clock,
	text,
	clients: () => hub.webSockets,
	tell: () => hub.broadcast(device),
});
const hub = new Hub({
	settings,
	site: {
		routes: routesOf({ board, names, device }, { echo: settings.echo, login: settings.secret.token !== "" }),
		pages: openPages(),
		sha1,
		crossSite: settings.crossSite,
		secret: settings.secret,
	},
	clock,
	text,
	mask: openMask(),
	log,
	traffic,
	uptime,
});

let listener: ReturnType<typeof listen> | undefined;
const station = new Station({
	radio,
	clock,
	log,
	onUp(address) {
		// It listens on every address, and goes on when the network comes and goes.
		listener ??= listen(settings.port, (transport) => hub.admit(transport), log);
		log(`${settings.name}: http://${address}:${listener.port}/`);
	},
	onDown() {
		log("Wi-Fi: lost");
		hub.drop();
	},
});
station.join();
