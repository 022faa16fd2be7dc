// The composition root of the device's page: what the board says of itself, every 2 s.

import { DeviceView } from "./deviceview.js";
import { Readings, readValues } from "./readings.js";
import { restarted } from "./status.js";
import { watch } from "./watching.js";

export function startDevice() {
	const readings = new Readings();
	const view = new DeviceView(document);
	const { shift } = watch({
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
		draw(now) {
			view.draw(readings, now);
			return restarted(readings.restartedAt, shift(), readings.values.reset);
		},
	});
}
