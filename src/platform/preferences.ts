/*
	Small texts kept by the SDK's Preference: on the ESP32 in NVS, which spreads its writes over the flash.
*/

import Preference from "preference";
import type { Preferences } from "../device/ports.js";

const domain = "dipsocket";

export const openPreferences = (): Preferences => ({
	get: (key) => Preference.get(domain, key),
	set: (key, value) => Preference.set(domain, key, value),
	delete: (key) => Preference.delete(domain, key),
});
