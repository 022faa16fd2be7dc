/*
	The rules of the exposition format are written down here as its documentation has them: promtool checks no more.
*/

import { metricsOf } from "../../src/device/metrics.js";
import { Traffic } from "../../src/server/traffic.js";
import { text } from "../fakes/text.js";
import { equal, test } from "../harness.js";

const state = {
	switches: 0b101,
	leds: 0b10,
	ledCount: 2,
	changes: [3, 0, 1, 0, 0, 0, 0, 0],
	ages: [0, 0, 0, 0, 0, 0, 0, 0],
	uptime: 61_200,
};

function metrics(names: readonly string[] = [], vitals = {}, signal?: number) {
	const settings = { name: "board", board: "ESP32", version: "1.2.3", build: "", maxClients: 8 };
	const unknown = { reset: undefined, resets: undefined, heap: undefined, slots: undefined, chunks: undefined };
	return metricsOf({
		device: {
			settings,
			vitals: { ...unknown, ...vitals },
			network: { address: "10.0.0.7", signal },
			traffic: new Traffic(),
		},
		board: { state },
		names: { nameOf: (place) => names[place] ?? "" },
		text,
	});
}

const all = () => {
	const memory = { used: 1, size: 2 };
	return metrics(['a"b\\c'], { resets: 4, heap: { free: 5, least: 4 }, slots: memory, chunks: memory }, -61);
};

test("what is known is told", () => {
	const lines = all().split("\n");
	for (const line of [
		'dipsocket_info{name="board",board="ESP32",version="1.2.3",build=""} 1',
		'dipsocket_switch_info{switch="1",name="a\\"b\\\\c"} 1',
		'dipsocket_switch_on{switch="1"} 1',
		'dipsocket_switch_on{switch="2"} 0',
		'dipsocket_switch_changes_total{switch="1"} 3',
		'dipsocket_led_on{led="2"} 1',
		"dipsocket_uptime_seconds 61.2",
		"dipsocket_restarts 4",
		"dipsocket_heap_free_bytes 5",
		"dipsocket_xs_slots_limit 2",
		"dipsocket_wifi_signal_dbm -61",
	])
		equal(lines.includes(line), true, line);
});

test("what is not known is left out, with its help", () => {
	const text = metrics();
	for (const absent of ["undefined", "NaN", "heap", "xs_", "wifi", "restarts"])
		equal(text.includes(absent), false, absent);
});

/** A metric's name, its labels and its value. */
const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?\d+(?:\.\d+)?)$/;

test("the rules of the format: one family at a time, HELP and TYPE first, no sample twice, counters end in _total", () => {
	for (const text of [all(), metrics()]) {
		equal(text.endsWith("\n") && !text.endsWith("\n\n"), true);
		const seen = new Set<string>();
		let family = "";
		let type = "";
		for (const line of text.slice(0, -1).split("\n")) {
			const [mark, word, name, ...rest] = line.split(" ");
			if (mark === "#" && word === "HELP") {
				equal([seen.has(name), rest.join(" ").endsWith(".")], [false, true], line);
				seen.add(name);
				family = name;
				type = "";
			} else if (mark === "#") {
				equal([word, name, type, ["gauge", "counter"].includes(rest[0])], ["TYPE", family, "", true], line);
				type = rest[0];
			} else {
				const [, found, labels = ""] = sample.exec(line) ?? [];
				equal([found, type === "", found?.endsWith("_total")], [family, false, type === "counter"], line);
				equal(seen.has(`${found}{${labels}}`), false, line);
				seen.add(`${found}{${labels}}`);
			}
		}
	}
});
