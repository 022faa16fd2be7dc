/*
 * The device that the Moddable simulator shows: a board with an eight-position DIP switch and eight LEDs.
 *
 * This file is the panel's root, which mcsim finds by its place (the only script in this folder) and runs in its own
 * machine; the firmware is in another, and the two talk in JSON: see modules/board.ts for the messages.
 * Click a switch or press its digit, 1–8. The board has no screen; an empty one carries the messages.
 */

import { ButtonsRow, ControlsColumn, InfoRow } from "ControlsPane";
import { DeviceBehavior, DeviceContainer, DeviceScreen } from "DevicePane";
import { Board, HEIGHT, WIDTH } from "./panel/board.js";
import { Keys } from "./panel/keys.js";

const ALL = 0xff;

class DipsocketBehavior extends DeviceBehavior {
	onCreate(container, device) {
		super.onCreate(container, device);
		this.switches = 0;
		this.boot = false;
	}
	onLaunch(container) {
		super.onLaunch(container);
		container.distribute("onLEDsChanged", 0);
	}
	onJSON(container, json) {
		if ("attach" in json) {
			this.page.string = json.attach;
			this.tell(container);
		}
		if ("leds" in json) container.distribute("onLEDsChanged", json.leds);
	}
	onKeyDown(container, key) {
		const position = key.charCodeAt(0) - "1".charCodeAt(0);
		if (position < 0 || position > 7) return false;
		this.onFlip(container, position);
		return true;
	}
	onFlip(container, position) {
		this.setSwitches(container, this.switches ^ (1 << position));
	}
	onAllOn(container) {
		this.setSwitches(container, ALL);
	}
	onAllOff(container) {
		this.setSwitches(container, 0);
	}
	onBoot(container) {
		this.boot = !this.boot;
		this.tell(container);
	}
	onTouchEnded(container) {
		container.distribute("onTakeFocus");
	}
	setSwitches(container, switches) {
		this.switches = switches;
		container.distribute("onSwitchesChanged", switches);
		container.distribute("onTakeFocus");
		this.tell(container);
	}
	tell(container) {
		const { switches, boot } = this;
		this.postJSON(container, { switches, boot });
	}
}

export default {
	applicationName: ".*",
	title: "Dipsocket",
	Workers: {},
	ControlsTemplate: ControlsColumn.template(() => ({
		contents: [
			ButtonsRow({
				label: "Switches",
				buttons: [
					{ event: "onAllOn", label: "All On" },
					{ event: "onAllOff", label: "All Off" },
				],
			}),
			ButtonsRow({ label: "BOOT", buttons: [{ event: "onBoot", label: "Hold, let go" }] }),
			InfoRow({ label: "Page", name: "page", value: "" }),
		],
	})),
	DeviceTemplates: {
		0: DeviceContainer.template(($) => ({
			Behavior: DipsocketBehavior,
			width: WIDTH,
			height: HEIGHT,
			active: true,
			contents: [
				Keys($, { left: 56, top: 104 }),
				Board($, { left: 0, top: 0 }),
				DeviceScreen($, { left: 0, width: 0, top: 0, height: 0, rotation: 0 }),
			],
		})),
	},
};
