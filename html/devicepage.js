// The composition root of the device's page: what the board says of itself, every 2 s.

import { DeviceView } from "./deviceview.js";
import { Readings, readValues } from "./readings.js";
import { RestartNote } from "./restartnote.js";
import { startSettings } from "./settingsview.js";
import { UpdateView } from "./updateview.js";
import { Upload } from "./upload.js";
import { watch } from "./watching.js";

export function startDevice() {
	const readings = new Readings();
	const view = new DeviceView(document);
	const restart = new RestartNote();
	let sentAt = 0;
	const { name, shift, token, redraw } = watch({
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
		onUnlocked() {
			if (upload.image) upload.start();
			else settings();
		},
		onLeft() {},
		draw(now) {
			restart.tell(readings.restartedAt, shift(), readings.values.reset);
			view.draw(readings, now);
			if (!upload.restarts) sentAt = now;
			updateView.draw(upload, readings.values, (readings.restartedAt ?? 0) > sentAt);
		},
	});
	const upload = new Upload({
		url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/update`,
		WebSocket,
		setTimeout: (action, ms) => window.setTimeout(action, ms),
		onChange: redraw,
		onLocked: () => token.ask("command"),
	});
	const settings = startSettings(/** @type {HTMLFormElement} */ (document.querySelector("#settings")), () => {
		token.ask("command");
		redraw();
	});
	const updateView = new UpdateView(document, {
		onChoose: (image) => upload.choose(image, readings.values),
		onSend: () => upload.start(),
	});
}
