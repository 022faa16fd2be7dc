// The card for settings that can be changed: asks the board for them, makes a field of each, and sends those that were changed.
//
// Strategy: secrets never come; an empty field leaves one as it is, but for another network or broker the board forgets it. What
// is wrong the board says, in a sentence.

/** @type {Record<string, string>} */
const labels = {
	name: "Name",
	ssid: "Wi-Fi network",
	password: "Wi-Fi password",
	token: "Token",
	tokenFor: "Token for control or all",
	mqtt: "MQTT broker",
	mqttUser: "MQTT user",
	mqttPassword: "MQTT password",
	mqttPrefix: "MQTT prefix",
	discoveryPrefix: "Home Assistant's prefix",
};

/** @type {Record<string, string>} */
const places = { password: ", for this network", mqttPassword: ", for this broker" };

/** @param {HTMLFormElement} form @param {() => void} onLocked @returns {() => void} does again what needed the token */
export function startSettings(form, onLocked) {
	const word = /** @type {HTMLElement} */ (form.querySelector("[role]"));
	const fields = /** @type {HTMLElement} */ (form.querySelector("div"));

	/** @param {string} name @param {string} type @param {string} value @param {string} [placeholder] */
	const add = (name, type, value, placeholder = "") => {
		const label = document.createElement("label");
		const input = document.createElement("input");
		Object.assign(input, { name, type, placeholder, defaultValue: value, autocomplete: "off" });
		const what = labels[name] ?? name;
		label.append(type === "checkbox" ? `${what}: none` : what, input);
		fields.append(label);
	};

	/** @param {{ settings: Record<string, string>, secrets: Record<string, boolean> }} told */
	const show = ({ settings, secrets }) => {
		fields.replaceChildren();
		for (const key in settings) add(key, "text", settings[key]);
		for (const key in secrets) {
			add(key, "password", "", secrets[key] ? `as it is${places[key] ?? ""}` : "none");
			if (secrets[key]) add(key, "checkbox", "");
		}
		word.textContent = "";
	};

	const changes = () => {
		const body = new URLSearchParams();
		const inputs = fields.querySelectorAll("input");
		for (const { name, type, value, defaultValue, checked } of inputs)
			if (type === "checkbox" ? checked : value !== defaultValue) body.append(name, type === "checkbox" ? "" : value);
		return body;
	};

	const submit = async () => {
		try {
			const isShown = fields.childElementCount > 0;
			const answer = await fetch("settings", isShown ? { method: "POST", body: changes() } : { cache: "no-store" });
			if (answer.status === 401) return onLocked();
			const told = await answer.json();
			if (told.settings) show(told);
			else
				word.textContent =
					told.error ?? (told.restarts ? "Stored. The board restarts with it…" : "Nothing has changed.");
		} catch {
			word.textContent = "The board does not answer. Please try again.";
		}
	};
	form.onsubmit = (event) => {
		event.preventDefault();
		submit();
	};
	return submit;
}
