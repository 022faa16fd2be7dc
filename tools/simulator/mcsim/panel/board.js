/*
 * The drawing of the board: everything that does not move, and the places of the switches and the LEDs. Shapes only, no
 * pictures, so it is sharp at any scale. Sized for the 320 pixels that mcsim's pane has at first.
 */

import { DipSwitch, PITCH } from "./dipswitch.js";
import { LED } from "./led.js";

export const WIDTH = 304;
export const HEIGHT = 386;

const POSITIONS = [0, 1, 2, 3, 4, 5, 6, 7];
const ROW = { left: 32, width: 8 * PITCH };
const EDGE = { top: 40, pitch: 16, count: 20 };

const boardSkin = { fill: "#123c3a", stroke: "#0b2827" };
const padSkin = { fill: "#d8b34a", stroke: "#a98627" };
const holeSkin = { fill: "#0b2827" };
const traceSkin = { fill: "#1c5350" };
const dipSkin = { fill: "#b5262c", stroke: "#861a1f" };
const canSkin = { fill: "#c8ccce", stroke: "#92989b" };
const sheenSkin = { fill: "#ffffff38" };
const blackSkin = { fill: "#14181a", stroke: "#2a3033" };
const pinSkin = { fill: "#a9afb2" };
const goldSkin = { fill: "#d8b34a" };

const silk = (size, horizontal = "center") => ({ font: `semibold ${size}px Open Sans`, color: "#e8f1ee", horizontal });
const canStyle = { font: "semibold 18px Open Sans", color: "#5f6669" };
const canNoteStyle = { font: "12px Open Sans", color: "#7b8184" };

const all = { left: 0, right: 0, top: 0, bottom: 0 };

/** A plated hole: the big ones at the corners, the small ones along the edges. */
const hole = ($, size, coordinates) =>
	Container($, {
		width: size,
		height: size,
		...coordinates,
		contents: [
			RoundContent($, { ...all, radius: size / 2, border: 1, skin: padSkin }),
			RoundContent($, { width: size / 2 - 1, height: size / 2 - 1, radius: size / 4, skin: holeSkin }),
		],
	});

const holes = ($) => [
	...[
		{ left: 8, top: 8 },
		{ right: 8, top: 8 },
		{ left: 8, bottom: 8 },
		{ right: 8, bottom: 8 },
	].map((corner) => hole($, 20, corner)),
	...Array.from({ length: EDGE.count }, (_, n) => EDGE.top + n * EDGE.pitch).flatMap((top) => [
		hole($, 10, { left: 9, top }),
		hole($, 10, { right: 9, top }),
	]),
];

/** The radio module: a can, and the antenna that meanders along the edge of the board. */
const radio = ($) =>
	Container($, {
		right: 36,
		width: 112,
		top: 0,
		height: 146,
		contents: [
			RoundContent($, { ...all, radius: 3, border: 1, skin: blackSkin }),
			...[0, 1, 2, 3, 4].map((n) => Content($, { left: 14 + n * 20, width: 3, top: 8, height: 24, skin: goldSkin })),
			...[0, 1, 2, 3].map((n) =>
				Content($, { left: 14 + n * 20, width: 23, top: n % 2 ? 8 : 29, height: 3, skin: goldSkin }),
			),
			RoundContent($, { left: 8, right: 8, top: 42, bottom: 8, radius: 5, border: 1, skin: canSkin }),
			RoundContent($, { left: 12, right: 12, top: 46, height: 24, radius: 4, skin: sheenSkin }),
			Label($, { left: 8, right: 8, top: 74, height: 26, style: canStyle, string: "ESP32" }),
			Label($, { left: 8, right: 8, top: 98, height: 18, style: canNoteStyle, string: "simulated" }),
		],
	});

/** A chip with three legs on either side. */
const chip = ($, coordinates) =>
	Container($, {
		width: 44,
		height: 34,
		...coordinates,
		contents: [
			...[5, 14, 23].map((top) => Content($, { left: 0, right: 0, top, height: 5, skin: pinSkin })),
			RoundContent($, { left: 6, right: 6, top: 0, bottom: 0, radius: 3, border: 1, skin: blackSkin }),
			RoundContent($, { left: 11, width: 5, top: 5, height: 5, radius: 2, skin: pinSkin }),
		],
	});

/** From each LED down to its switch. */
const traces = ($) =>
	POSITIONS.map((n) =>
		Content($, { left: ROW.left + n * PITCH + PITCH / 2 - 1, width: 3, top: 180, height: 60, skin: traceSkin }),
	);

const row = (coordinates, contents) => Container({}, { ...ROW, ...coordinates, contents });

export const Board = Container.template(($) => ({
	width: WIDTH,
	height: HEIGHT,
	contents: [
		RoundContent($, { ...all, radius: 16, border: 2, skin: boardSkin }),
		...holes($),
		...traces($),
		radio($),
		chip($, { left: 38, top: 88 }),
		Label($, { left: 34, width: 120, top: 34, height: 28, style: silk(20, "left"), string: "dipsocket" }),
		Label($, { left: 34, width: 120, top: 58, height: 18, style: silk(12, "left"), string: "click, or key 1–8" }),
		row(
			{ top: 154, height: 48 },
			POSITIONS.map((n) => LED(n)),
		),
		row(
			{ top: 199, height: 16 },
			POSITIONS.map((n) =>
				Label($, { left: n * PITCH, width: PITCH, top: 0, height: 16, style: silk(12), string: `D${n + 1}` }),
			),
		),
		row({ top: 228, height: 126 }, [
			RoundContent($, { ...all, radius: 6, border: 2, skin: dipSkin }),
			Label($, { left: 11, width: 80, top: 6, height: 20, style: silk(14, "left"), string: "ON" }),
			...POSITIONS.map((n) => DipSwitch(n)),
		]),
	],
}));
