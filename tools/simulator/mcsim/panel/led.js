/*
 * One LED: a dome in its case, with a glow around it while it is lit.
 */

import { PITCH } from "./dipswitch.js";

const OUT = 0;
const LIT = 1;

const glowSkins = ["#ffb30026", "#ffb30033", "#ffc02e55"].map((fill) => ({ fill: ["transparent", fill] }));
const caseSkin = { fill: "#e9e4d8", stroke: "#b9b3a4" };
const domeSkin = { fill: ["#5b4a2a", "#ffbf2b"], stroke: ["#453717", "#ffe39a"] };
const sparkSkin = { fill: ["#ffffff30", "#fffbe6"] };

class LEDBehavior extends Behavior {
	onCreate(_container, position) {
		this.position = position;
	}
	onLEDsChanged(container, leds) {
		const state = leds & (1 << this.position) ? LIT : OUT;
		for (let content = container.first; content; content = content.next) content.state = state;
	}
}

const disc = ($, size, skin, border = 0) =>
	RoundContent($, { width: size, height: size, radius: size / 2, border, skin, state: OUT });

/** The LED n at `$`, 0–7; follows `onLEDsChanged(byte)`. */
export const LED = Container.template(($) => ({
	left: $ * PITCH - 9,
	width: PITCH + 18,
	top: 0,
	bottom: 0,
	Behavior: LEDBehavior,
	contents: [
		disc($, 46, glowSkins[0]),
		disc($, 36, glowSkins[1]),
		disc($, 28, glowSkins[2]),
		RoundContent($, { width: 20, height: 20, radius: 4, border: 1, skin: caseSkin }),
		disc($, 16, domeSkin, 1),
		RoundContent($, { left: 20, width: 4, top: 19, height: 4, radius: 2, skin: sparkSkin, state: OUT }),
	],
}));
