/*
	The slots of the flash and the trial of a new version, by a native module of our own ("update"); digests by the SDK's
	"crypt". On the desktop and in the simulator the module is answered by a flash that is not real.
*/

import { Digest as SdkDigest } from "crypt";
import {
	abort,
	activate,
	begin,
	chip,
	confirm,
	isOnTrial,
	restart,
	rollBack,
	space,
	verify,
	wasTried,
	watch,
	write,
} from "update";
import type { Firmware } from "../device/ports.js";
import type { Digest, Slot } from "../update/receiver.js";

class Sha256 implements Digest {
	private readonly digest = new SdkDigest("SHA256");

	write(bytes: Uint8Array): void {
		this.digest.write(bytes);
	}

	close(): Uint8Array {
		return new Uint8Array(this.digest.close());
	}
}

const slot: Slot = Object.freeze({ begin, write, activate, abort });

export const firmware: Firmware = Object.freeze({
	get chip() {
		return chip();
	},
	get space() {
		return space();
	},
	get onTrial() {
		return isOnTrial();
	},
	get wasTried() {
		return wasTried();
	},
	slot,
	openDigest: () => new Sha256(),
	verify,
	watch,
	confirm,
	rollBack,
	restart,
});
