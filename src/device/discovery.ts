/*
	What Home Assistant is told of this device: one message that describes all of its entities ("device discovery" of its MQTT
	integration): eight binary sensors, the LEDs as switches, and the board's diagnostics. Keys are abbreviated as Home Assistant
	allows, for the message is retained by the broker for each board.

	Strategy: the message is about 4 KB, too much for a board to hold several times over, so it is made in pieces: each is made
	twice, once for its length and once to be sent, and none is kept. Names are copied at the start, so that both are the same.

	Topics stand in full, and once where all entities share them: "~" does not reach into entities.
*/

import { switchCount } from "../switches/switches.js";

/** The board's topics, in full. */
export interface Topics {
	readonly state: string;
	readonly status: string;
	readonly set: string;
	readonly device: string;
}

export interface DiscoveryOptions {
	/** The board's identifier: the letters and digits of its MAC address. */
	readonly id: string;
	readonly topics: Topics;
	readonly name: string;
	readonly board: string;
	readonly version: string;
	readonly mac: string;
	readonly ledCount: number;
	/** The switches' names by place; "" for none. */
	readonly names: readonly string[];
	/** Where its page is, if that is known. */
	readonly page: string | undefined;
	/** Whether the signal, and the heap, are known here. */
	readonly hasSignal: boolean;
	readonly hasHeap: boolean;
}

/** The keys and values of one JSON object. */
type Fields = Record<string, unknown>;

/** A diagnostic of the board: its key in the message of diagnostics, and what Home Assistant is to make of it. */
interface Sensor {
	readonly key: string;
	readonly name: string;
	readonly template: string;
	readonly deviceClass: string;
	readonly unit: string;
	readonly stateClass: string | undefined;
}

const sensors: readonly Sensor[] = Object.freeze([
	Object.freeze({
		key: "uptime",
		name: "Uptime",
		template: "{{ (value_json.device.uptime / 1000) | int }}",
		deviceClass: "duration",
		unit: "s",
		stateClass: undefined,
	}),
	Object.freeze({
		key: "signal",
		name: "Signal",
		template: "{{ value_json.device.signal }}",
		deviceClass: "signal_strength",
		unit: "dBm",
		stateClass: "measurement",
	}),
	Object.freeze({
		key: "heap",
		name: "Free heap",
		template: "{{ value_json.device.heap.free }}",
		deviceClass: "data_size",
		unit: "B",
		stateClass: "measurement",
	}),
]);

export class Discovery {
	private readonly options: DiscoveryOptions;
	private readonly names: readonly string[];
	private readonly sensors: readonly Sensor[];

	constructor(options: DiscoveryOptions) {
		this.options = options;
		this.names = [...options.names];
		const { hasSignal, hasHeap } = options;
		this.sensors = sensors.filter(({ key }) => (key === "signal" ? hasSignal : key === "heap" ? hasHeap : true));
	}

	/** How many pieces there are. */
	get count(): number {
		return 1 + switchCount + this.options.ledCount + this.sensors.length;
	}

	/** The piece at `place`, from 0. One after the other they are the message. */
	piece(place: number): string {
		const text = place ? this.component(place - 1) : this.head();
		return place === this.count - 1 ? `${text}}}` : text;
	}

	/** All but the entities, up to where they begin. */
	private head(): string {
		const { id, topics, name, board, version, mac, page } = this.options;
		const dev: Fields = { ids: [`dipsocket-${id}`], name, mf: "Dipsocket", mdl: board };
		dev.sw = version || undefined;
		dev.cns = mac ? [["mac", mac]] : undefined;
		dev.cu = page;
		const o: Fields = { name: "Dipsocket", sw: version || undefined };
		const shared: Fields = { dev, o, stat_t: topics.state, cmd_t: topics.set, avty_t: topics.status, qos: 1 };
		return `${JSON.stringify(shared).slice(0, -1)},"cmps":{`;
	}

	private component(place: number): string {
		const led = place - switchCount;
		const sensor = led - this.options.ledCount;
		const comma = place ? "," : "";
		if (led < 0) return comma + this.entity(`dip${place + 1}`, this.switchAt(place));
		if (sensor < 0) return comma + this.entity(`led${led + 1}`, ledAt(led));
		const { key } = this.sensors[sensor];
		return comma + this.entity(key, this.sensorOf(this.sensors[sensor]));
	}

	private entity(key: string, fields: Fields): string {
		const { id, name } = this.options;
		fields.uniq_id = `dipsocket-${id}-${key}`;
		// Home Assistant takes lower case and underscores only.
		fields.def_ent_id = `${fields.p}.${name.toLowerCase().replaceAll("-", "_")}_${key}`;
		return `"${key}":${JSON.stringify(fields)}`;
	}

	private switchAt(place: number): Fields {
		const key = `dip${place + 1}`;
		return {
			p: "binary_sensor",
			name: this.names[place] || `Switch ${place + 1}`,
			val_tpl: `{{ value_json.dipSwitches.${key} }}`,
			pl_on: "On",
			pl_off: "Off",
		};
	}

	private sensorOf({ name, template, deviceClass, unit, stateClass }: Sensor): Fields {
		return {
			p: "sensor",
			name,
			stat_t: this.options.topics.device,
			val_tpl: template,
			dev_cla: deviceClass,
			unit_of_meas: unit,
			stat_cla: stateClass,
			ent_cat: "diagnostic",
		};
	}
}

function ledAt(place: number): Fields {
	const key = `led${place + 1}`;
	return {
		p: "switch",
		name: `LED ${place + 1}`,
		val_tpl: `{{ value_json.leds.${key} }}`,
		pl_on: `{"leds":{"${key}":"On"}}`,
		pl_off: `{"leds":{"${key}":"Off"}}`,
		stat_on: "On",
		stat_off: "Off",
	};
}
