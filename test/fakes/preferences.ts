/*
	Preferences in memory that count how often they are written, and fail on demand.
*/

import type { Preferences } from "../../src/device/ports.js";

export class FakePreferences implements Preferences {
	readonly kept = new Map<string, unknown>();
	/** What has been written, such as "dip1=Pump" or "-dip1". */
	readonly writes: string[] = [];
	/** Whether reading, or writing, throws. */
	unreadable = false;
	full = false;

	get(key: string): unknown {
		if (this.unreadable) throw new Error("nvs get fail");
		return this.kept.get(key);
	}

	set(key: string, value: string): void {
		this.write(`${key}=${value}`);
		this.kept.set(key, value);
	}

	delete(key: string): void {
		this.write(`-${key}`);
		this.kept.delete(key);
	}

	private write(what: string): void {
		if (this.full) throw new Error("nvs set fail");
		this.writes.push(what);
	}
}
