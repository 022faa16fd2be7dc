// The page of set-up mode: asks the board every 2 s how it stands, which no lost answer ends, and sends it what was typed.

import { addressesOf, describeNetwork, sayingOf } from "./setup.js";
import { write } from "./statusview.js";

const interval = 2_000;

export function startSetUp() {
	/** @param {string} selector @returns {any} */
	const find = (selector) => document.querySelector(selector);
	const form = find("form");
	const outcome = find("#outcome");
	const list = find("#networks");
	let shown = "";

	/** @param {import("./setup.js").SetUp} setUp */
	const draw = (setUp) => {
		const text = sayingOf(setUp);
		const addresses = addressesOf(setUp);
		if (outcome.textContent !== text + addresses.join(" or ")) {
			outcome.textContent = text;
			for (const href of addresses)
				outcome.append(
					href === addresses[0] ? "" : " or ",
					Object.assign(document.createElement("a"), { href, textContent: href }),
				);
		}
		form.lastElementChild.previousElementSibling.disabled = find("#look").disabled = !["open", "joined"].includes(
			setUp.phase,
		);
		form.elements.name.placeholder = setUp.name;
		const networks = JSON.stringify(setUp.networks);
		if (networks === shown) return;
		shown = networks;
		list.replaceChildren(
			...setUp.networks.map((network) => {
				const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
				button.append(
					network.ssid,
					Object.assign(document.createElement("small"), { textContent: describeNetwork(network) }),
				);
				button.onclick = () => {
					form.elements.ssid.value = network.ssid;
					form.elements[network.secured ? "password" : "name"].focus();
				};
				const item = document.createElement("li");
				item.append(button);
				return item;
			}),
		);
	};

	/** @param {RequestInit} [options] */
	const ask = async (options) => {
		try {
			const answer = await fetch("setup", { ...options, cache: "no-store", signal: AbortSignal.timeout(8_000) });
			if (!options) draw(await answer.json());
			else if (answer.status >= 400) write(outcome, await answer.text());
			else ask();
		} catch {
			if (!outcome.querySelector("a")) write(outcome, "The board does not answer. Are you still in its network?");
		}
	};

	form.onsubmit = (/** @type {Event} */ event) => {
		event.preventDefault();
		ask({ method: "POST", body: new URLSearchParams(/** @type {any} */ (new FormData(form))) });
	};
	find("#look").onclick = () => ask({ method: "POST", body: new URLSearchParams("look") });
	const box = find("#show input");
	box.onchange = () => {
		form.elements.password.type = box.checked ? "text" : "password";
	};
	find("#look").hidden = find("#show").hidden = false;
	setInterval(() => document.hidden || ask(), interval);
	ask();
}
