// The composition root of the device's page: what the board says of itself, every 2 s.

import { DeviceView } from "./deviceview.js";
import { Readings, readValues } from "./readings.js";
import { watch } from "./watching.js";

function start() {
	const readings = new Readings();
	const view = new DeviceView(document);
	watch({
		path: "/device",
		quiet: 7_000,
		question: "",
		onMessage(data, now) {
			const values = readValues(data);
			if (values) readings.tell(values, now);
			return values !== undefined;
		},
		onLost: (at) => readings.lose(at),
		onUnlocked: () => {},
		draw: (now) => view.draw(readings, now),
	});
}

if (location.protocol !== "file:") start();
