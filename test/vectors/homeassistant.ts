/*
	What Home Assistant's MQTT integration takes in a device's discovery message, from release 2025.10 on (home-assistant/core,
	components/mqtt: schemas.py, switch.py, sensor.py, binary_sensor.py, abbreviations.py; `default_entity_id` came with pull
	request 151775, and since 2026.4 it alone is left), and as https://www.home-assistant.io/integrations/mqtt/ documents it. Only what this firmware may use is here; a key that is not
	is a fault.
*/

/** Abbreviations of the message and of its components. */
export const abbreviations: Readonly<Record<string, string>> = {
	avty_t: "availability_topic",
	cmd_t: "command_topic",
	cmps: "components",
	def_ent_id: "default_entity_id",
	dev: "device",
	dev_cla: "device_class",
	ent_cat: "entity_category",
	o: "origin",
	p: "platform",
	pl_off: "payload_off",
	pl_on: "payload_on",
	stat_cla: "state_class",
	stat_off: "state_off",
	stat_on: "state_on",
	stat_t: "state_topic",
	uniq_id: "unique_id",
	unit_of_meas: "unit_of_measurement",
	val_tpl: "value_template",
};

/** Abbreviations within `device` and `origin`. */
export const deviceAbbreviations: Readonly<Record<string, string>> = {
	cns: "connections",
	cu: "configuration_url",
	ids: "identifiers",
	mdl: "model",
	mf: "manufacturer",
	sw: "sw_version",
};

/** DEVICE_DISCOVERY_SCHEMA: it takes no other keys. */
export const message = {
	required: ["device", "components", "origin"],
	optional: [
		"state_topic",
		"command_topic",
		"message_expiry_interval",
		"qos",
		"encoding",
		"availability",
		"availability_mode",
		"availability_topic",
		"availability_template",
		"payload_available",
		"payload_not_available",
	],
};

/** MQTT_ENTITY_DEVICE_INFO_SCHEMA: it takes no other keys, and wants identifiers or connections. */
export const device = {
	required: ["identifiers"],
	optional: [
		"connections",
		"manufacturer",
		"model",
		"model_id",
		"name",
		"hw_version",
		"serial_number",
		"sw_version",
		"via_device",
		"suggested_area",
		"configuration_url",
	],
};

/** MQTT_ORIGIN_INFO_SCHEMA. */
export const origin = { required: ["name"], optional: ["sw_version", "support_url"] };

/** MQTT_ENTITY_COMMON_SCHEMA, MQTT_BASE_SCHEMA and what is shared: all entities'. */
const common = ["name", "default_entity_id", "entity_category", "icon", "enabled_by_default", "state_topic", "qos"];

/** By platform. An entity with more than its platform has a unique_id. */
export const platforms: Readonly<Record<string, { required: string[]; optional: string[] }>> = {
	binary_sensor: {
		required: ["platform", "unique_id"],
		optional: [...common, "device_class", "expire_after", "off_delay", "payload_on", "payload_off", "value_template"],
	},
	switch: {
		required: ["platform", "unique_id"],
		optional: [
			...common,
			"command_template",
			"command_topic",
			"device_class",
			"optimistic",
			"payload_on",
			"payload_off",
			"retain",
			"state_on",
			"state_off",
			"value_template",
		],
	},
	sensor: {
		required: ["platform", "unique_id"],
		optional: [
			...common,
			"device_class",
			"expire_after",
			"state_class",
			"suggested_display_precision",
			"unit_of_measurement",
			"value_template",
		],
	},
};

/** The units of a sensor's device class (components/sensor/const.py), and which state classes it may have. */
export const sensorClasses: Readonly<Record<string, { units: string[]; states: (string | undefined)[] }>> = {
	duration: {
		units: ["d", "h", "min", "s", "ms", "μs"],
		states: [undefined, "measurement", "total", "total_increasing"],
	},
	signal_strength: { units: ["dB", "dBm"], states: [undefined, "measurement"] },
	data_size: { units: ["bit", "kbit", "B", "kB", "MB", "KiB", "MiB"], states: [undefined, "measurement", "total"] },
};
