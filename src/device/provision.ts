/*
	A network that somebody wishes the board to be in, by whatever way: it is judged, tried, and stored when it works.
*/

import type { Network } from "./network.js";
import type { Credentials } from "./ports.js";
import type { Change, StoredSettings } from "./stored.js";

/** What is to be set up. */
export interface Wish extends Credentials {
	/** The device's name, "" for the one it has. */
	readonly name: string;
}

/** The outcome: our address, or the problem as a sentence. With both it is joined, and will be forgotten. */
export interface Provisioned {
	readonly address: string | undefined;
	readonly problem: string;
}

export interface Provisioner {
	readonly network: Pick<Network, "try">;
	readonly stored: Pick<StoredSettings, "change">;
}

/** What somebody is told who comes meanwhile. */
export const busy = "The board is trying another network. Wait a moment.";

/** What is wrong with a wish, as a sentence; undefined for nothing. Some of it the settings would take, but no access point. */
export function faultOfWish(wish: Wish, stored: Pick<StoredSettings, "faultOf">): string | undefined {
	const { ssid, password } = wish;
	if (!ssid) return "Which network?";
	// IEEE 802.11, annex J.4: a passphrase has 8 to 63 characters, a key 64.
	if (password && password.length < 8) return "A Wi-Fi password has at least 8 characters.";
	return stored.faultOf(changesOf(wish));
}

/** Tries the network, and tells how that went. */
export function provision(wish: Wish, { network, stored }: Provisioner, onEnd: (outcome: Provisioned) => void): void {
	const isTried = network.try(wish, ({ address, problem = "" }) => {
		onEnd({ address, problem: address === undefined ? problem : store(wish, stored) });
	});
	if (!isTried) onEnd({ address: undefined, problem: busy });
}

/** Returns the problem, "" for none. */
function store(wish: Wish, stored: Pick<StoredSettings, "change">): string {
	try {
		stored.change(changesOf(wish));
		return "";
	} catch {
		return "The board could not store this, and will have forgotten it after a restart.";
	}
}

function changesOf({ ssid, password, name }: Wish): Change[] {
	const changes: Change[] = [
		["ssid", ssid],
		["password", password],
	];
	if (name) changes.push(["name", name]);
	return changes;
}
