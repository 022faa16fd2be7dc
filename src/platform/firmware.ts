/*
	The slots of the flash and the trial of a new version, by a native module of our own ("update"); digests by the SDK's
	"crypt". On the desktop and in the simulator the module is answered by a flash that is not real.
*/

import { Digest as SdkDigest } from "crypt";
import * as native from "update";
import type { Firmware } from "../device/ports.js";
import type { Digest } from "../update/receiver.js";

class Sha256 implements Digest {
	private readonly digest = new SdkDigest("SHA256");

	write(bytes: Uint8Array): void {
		this.digest.write(bytes);
	}

	close(): Uint8Array {
		return new Uint8Array(this.digest.close());
	}
}

/** `key`: x and y of the P-256 key of which signatures have to be. */
export const openFirmware = (key: Uint8Array): Firmware => ({
	chip: native.chip(),
	space: native.space(),
	get onTrial() {
		return native.isOnTrial();
	},
	get wasTried() {
		return native.wasTried();
	},
	slot: native,
	openDigest: () => new Sha256(),
	verify: (digest, signature) => native.verify(key, digest, signature),
	watch: native.watch,
	confirm: native.confirm,
	rollBack: native.rollBack,
	restart: native.restart,
});
