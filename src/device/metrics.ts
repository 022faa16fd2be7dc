/*
	How the device is doing, for Prometheus: its text exposition format 0.0.4
	(https://prometheus.io/docs/instrumenting/exposition_formats/), one family after the other. What cannot be known here is left
	out. Names follow its conventions: base units, `_total` for what only grows. About 5 KB, made when it is asked for.
*/

import type { Text } from "../server/ports.js";
import type { Resource } from "../server/route.js";
import type { State } from "../switches/message.js";
import { switchCount } from "../switches/switches.js";
import type { DiagnosticsOptions } from "./diagnostics.js";

/** What is told of. */
export interface MetricsOptions {
	readonly device: Pick<DiagnosticsOptions, "settings" | "vitals" | "network" | "traffic">;
	readonly board: { readonly state: State };
	readonly names: { nameOf(place: number): string };
	readonly text: Text;
}

/** What a sample is of, such as `switch="1"`, and its value; undefined for what is not known. */
type Sample = readonly [labels: string, value: number | undefined];

interface Family {
	readonly name: string;
	readonly type: "gauge" | "counter";
	readonly help: string;
	samples(options: MetricsOptions, state: State): readonly Sample[];
}

const family = (name: string, type: Family["type"], help: string, samples: Family["samples"]): Family =>
	Object.freeze({ name, type, help, samples });

/** A family with one sample, which has no labels. */
const single = (
	name: string,
	type: Family["type"],
	help: string,
	value: (device: MetricsOptions["device"]) => number | undefined,
): Family => family(name, type, help, ({ device }) => [["", value(device)]]);

const bitsOf = (label: string, byte: number, count: number): Sample[] =>
	numbered(label, count, (place) => (byte >> place) & 1);

function numbered(label: string, count: number, value: (place: number) => number): Sample[] {
	const samples: Sample[] = [];
	for (let place = 0; place < count; place++) samples.push([labelOf(label, String(place + 1)), value(place)]);
	return samples;
}

/** A label's value has its backslashes and quotes escaped; there are no line feeds in ours. */
const labelOf = (name: string, value: string): string =>
	`${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function infoOf({ device }: MetricsOptions): readonly Sample[] {
	const { name, board, version, build } = device.settings;
	const labels = [labelOf("name", name), labelOf("board", board), labelOf("version", version), labelOf("build", build)];
	return [[labels.join(), 1]];
}

function namesOf({ names }: MetricsOptions): readonly Sample[] {
	const samples = numbered("switch", switchCount, () => 1);
	return samples.map(([labels, value], place) => [`${labels},${labelOf("name", names.nameOf(place))}`, value]);
}

const families: readonly Family[] = Object.freeze([
	family("info", "gauge", "What this device is.", infoOf),
	family("switch_info", "gauge", "The name of each switch.", namesOf),
	family("switch_on", "gauge", "Whether a switch is On.", (_, { switches }) => bitsOf("switch", switches, switchCount)),
	family("switch_changes_total", "counter", "Settled changes of a switch since the start.", (_, { changes }) =>
		numbered("switch", switchCount, (place) => changes[place]),
	),
	family("led_on", "gauge", "Whether an LED is On.", (_, { leds, ledCount }) => bitsOf("led", leds, ledCount)),
	family("uptime_seconds", "gauge", "Time since the start.", (_, { uptime }) => [["", uptime / 1000]]),
	single("restarts", "gauge", "Restarts since power on.", ({ vitals }) => vitals.resets),
	single("clients", "gauge", "WebSockets open now.", ({ traffic }) => traffic.clients),
	single("clients_limit", "gauge", "WebSockets that can be open.", ({ settings }) => settings.maxClients),
	single("refused_total", "counter", "Clients there was no place for.", ({ traffic }) => traffic.refused),
	single("messages_received_total", "counter", "WebSocket messages taken.", ({ traffic }) => traffic.messagesIn),
	single("messages_sent_total", "counter", "WebSocket messages sent.", ({ traffic }) => traffic.messagesOut),
	single("messages_spared_total", "counter", "Messages that newer ones replaced.", ({ traffic }) => traffic.coalesced),
	single("received_bytes_total", "counter", "TCP payload taken.", ({ traffic }) => traffic.bytesIn),
	single("sent_bytes_total", "counter", "TCP payload sent.", ({ traffic }) => traffic.bytesOut),
	single("heap_free_bytes", "gauge", "The system's heap that is free.", ({ vitals }) => vitals.heap?.free),
	single("heap_least_free_bytes", "gauge", "The least that was ever free.", ({ vitals }) => vitals.heap?.least),
	single("xs_slots_used", "gauge", "Slots of XS in use.", ({ vitals }) => vitals.slots?.used),
	single("xs_slots_limit", "gauge", "Slots of XS.", ({ vitals }) => vitals.slots?.size),
	single("xs_chunks_used_bytes", "gauge", "Chunk memory of XS in use.", ({ vitals }) => vitals.chunks?.used),
	single("xs_chunks_limit_bytes", "gauge", "Chunk memory of XS.", ({ vitals }) => vitals.chunks?.size),
	single("wifi_signal_dbm", "gauge", "Strength of the access point.", ({ network }) => network.signal),
]);

/** All that is known now, in lines. */
export function metricsOf(options: MetricsOptions): string {
	const lines: string[] = [];
	const { state } = options.board;
	for (const { name, type, help, samples } of families) {
		const known = samples(options, state).filter(([, value]) => value !== undefined);
		if (known.length === 0) continue;
		lines.push(`# HELP dipsocket_${name} ${help}`, `# TYPE dipsocket_${name} ${type}`);
		for (const [labels, value] of known) lines.push(`dipsocket_${name}${labels && `{${labels}}`} ${value}`);
	}
	return `${lines.join("\n")}\n`;
}

export class Metrics implements Resource {
	private readonly options: MetricsOptions;

	constructor(options: MetricsOptions) {
		this.options = options;
	}

	get type(): string {
		return "text/plain; version=0.0.4; charset=utf-8";
	}

	represent(): Uint8Array {
		return this.options.text.encode(metricsOf(this.options));
	}
}
