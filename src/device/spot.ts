/*
	Where the access point was that let us in the last time, for the next start: going straight there saves a look at all channels.
	It is a hint only. Flash is written when it has changed, and at most `mostWrites` times from start to start, for a board
	between two access points may change its mind often.
*/

import { isDigits } from "../grammar/grammar.js";
import { consistsOf } from "../grammar/token.js";
import type { Log } from "../server/ports.js";
import type { Preferences, Spot } from "./ports.js";

export const spotKey = "spot";
export const mostWrites = 3;

/** Channels of 2.4 GHz. */
const lastChannel = 14;

export class LastSpot {
	private readonly preferences: Preferences;
	private readonly log: Log;
	private writes = 0;

	constructor(preferences: Preferences, log: Log) {
		this.preferences = preferences;
		this.log = log;
	}

	/** Undefined when none of this network is known. */
	of(ssid: string): Spot | undefined {
		const kept = this.kept;
		return typeof kept === "string" ? spotIn(kept, ssid) : undefined;
	}

	keep(ssid: string, spot: Spot | undefined): void {
		if (!spot || this.writes >= mostWrites) return;
		const record = `${spot.channel} ${spot.bssid} ${ssid}`;
		if (record === this.kept) return;
		this.writes++;
		try {
			this.preferences.set(spotKey, record);
		} catch (error) {
			this.log(`network: ${error}`);
		}
	}

	private get kept(): unknown {
		try {
			return this.preferences.get(spotKey);
		} catch (error) {
			this.log(`network: ${error}`);
			return undefined;
		}
	}
}

/** Undefined for what is no record, or one of another network. */
function spotIn(record: string, ssid: string): Spot | undefined {
	const [digits, bssid = "", ...words] = record.split(" ");
	const channel = isDigits(digits) ? Number(digits) : 0;
	if (channel < 1 || channel > lastChannel || !isBSSID(bssid) || words.join(" ") !== ssid) return undefined;
	return { bssid, channel };
}

function isBSSID(text: string): boolean {
	const bytes = text.split(":");
	return bytes.length === 6 && bytes.every((byte) => byte.length === 2 && consistsOf("0123456789abcdef", byte));
}
