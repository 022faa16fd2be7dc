/*
 * One position of the DIP switch: a slot, a slider that is up when the switch is on, and its number.
 */

export const PITCH = 30; // from one position to the next, in pixels

const SLOT = { width: 20, height: 62 };
const TRAVEL = SLOT.height / 2 - 2;

const slotSkin = { fill: "#3a0d10", stroke: "#7f1d22" };
const sliderSkin = { fill: ["#d9d5cc", "#ffffff"], stroke: ["#a39f96", "#c9c5bb"] };
const gripSkin = { fill: "#00000026" };
const numberStyle = { font: "semibold 16px Open Sans", color: "#ffffff" };

class PositionBehavior extends Behavior {
	onCreate(_container, position) {
		this.position = position;
		this.on = false;
	}
	onSwitchesChanged(container, switches) {
		const on = (switches & (1 << this.position)) !== 0;
		if (on === this.on) return;
		this.on = on;
		const slider = container.first.next;
		slider.moveBy(0, on ? -TRAVEL : TRAVEL);
		slider.first.state = on ? 1 : 0;
	}
	onMouseEntered() {
		application.cursor = cursors.link;
	}
	onMouseExited() {
		application.cursor = cursors.arrow;
	}
	onTouchBegan(container) {
		container.bubble("onFlip", this.position);
	}
}

/** The number n at `$`, 0–7; bubbles `onFlip(position)` when clicked and follows `onSwitchesChanged(byte)`. */
export const DipSwitch = Container.template(($) => ({
	left: $ * PITCH,
	width: PITCH,
	top: 0,
	bottom: 0,
	active: true,
	Behavior: PositionBehavior,
	contents: [
		RoundContent($, { ...SLOT, top: 32, radius: 4, border: 1, skin: slotSkin }),
		Container($, {
			width: SLOT.width - 4,
			height: TRAVEL,
			top: 32 + 2 + TRAVEL,
			contents: [
				RoundContent($, { left: 0, right: 0, top: 0, bottom: 0, radius: 3, border: 1, skin: sliderSkin }),
				...[8, 13, 18].map((top) => Content($, { left: 5, right: 5, top, height: 2, skin: gripSkin })),
			],
		}),
		Label($, { left: 0, right: 0, bottom: 6, height: 22, style: numberStyle, string: String($ + 1) }),
	],
}));
