// The composition root of the device's page: what the board says of itself, every 2 s.

import { DeviceView } from "./deviceview.js";
import { Readings, readValues } from "./readings.js";
import { RestartNote } from "./restartnote.js";
import { watch } from "./watching.js";

export function startDevice() {
	const readings = new Readings();
	const view = new DeviceView(document);
	const restart = new RestartNote();
	const { name, shift } = watch({
		path: "/device",
		quiet: 7_000,
		question: "",
		speakers: [restart],
		onMessage(data, now) {
			const values = readValues(data);
			if (values) readings.tell(values, now);
			name.tell(values?.name);
			return values !== undefined;
		},
		onLost: (at) => readings.lose(at),
		onUnlocked() {},
		onLeft() {},
		draw(now) {
			restart.tell(readings.restartedAt, shift(), readings.values.reset);
			view.draw(readings, now);
		},
	});
}
