/*
	A board's firmware over a flash that is not real; restarts, rollbacks and the watchdog are noted.
*/

import type { Firmware } from "../../src/device/ports.js";
import type { FakeFlash } from "../../tools/simulator/fakeflash.js";
import { board, FakeDigest, here } from "../update/images.js";

export class FakeFirmware implements Firmware {
	readonly chip = here.chip;
	readonly slot: FakeFlash;
	/** What was done, such as "restart" or "watch 30000". */
	readonly done: string[] = [];
	/** Whether writing a confirmation throws. */
	stuck = false;

	constructor(slot = board()) {
		this.slot = slot;
	}

	get space(): number {
		return this.slot.space;
	}

	get onTrial(): boolean {
		return this.slot.onTrial;
	}

	get wasTried(): boolean {
		return this.slot.wasTried;
	}

	openDigest(): FakeDigest {
		return new FakeDigest();
	}

	/** Whether the first byte of the signature is that of the key. */
	verify(key: Uint8Array, _digest: Uint8Array, signature: Uint8Array): boolean {
		return signature[0] === key[0];
	}

	watch(ms: number, limit: number): void {
		this.done.push(`watch ${ms} ${limit}`);
	}

	confirm(): void {
		if (this.stuck) throw new Error("the flash is worn");
		this.slot.confirm();
		this.done.push("confirm");
	}

	rollBack(): void {
		this.slot.reject();
		this.restart();
	}

	restart(): void {
		this.done.push("restart");
	}
}
