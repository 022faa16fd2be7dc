/*
	The module "radio" on the ESP32: what ECMA-419's network interface has not; see radio.c. Elsewhere a radio that is not real
	answers (tools/simulator).
*/

export function watch() {
	return native("xs_radio_watch").call(this);
}

export function savePower(on) {
	return native("xs_radio_savePower").call(this, on);
}

export function hasten(ssid, password, bssid, channel) {
	return native("xs_radio_hasten").call(this, ssid, password, bssid, channel);
}

export function resolveAt(address) {
	return native("xs_radio_resolveAt").call(this, address);
}

export function reason() {
	return native("xs_radio_reason").call(this);
}

export function forgetReason() {
	return native("xs_radio_forgetReason").call(this);
}

export function scan() {
	return native("xs_radio_scan").call(this);
}

export function found() {
	return native("xs_radio_found").call(this);
}

export function open(ssid, password, address, uri) {
	return native("xs_radio_open").call(this, ssid, password, address, uri);
}

export function close() {
	return native("xs_radio_close").call(this);
}
