/*
 * "update" for the simulator: the desktop's fake flash, in memory and made with the first update. mcsim cannot start another
 * version of its app, so what follows a restart is seen on the desktop and on a board: here it is traced.
 *
 * Limit: there is nothing that checks signatures, so with an `updateKey` every image is refused.
 */

import { Digest } from "crypt";
import { FakeFlash } from "fakeflash";

const slotSize = 64 * 4096;

let flash: FakeFlash | undefined;

const opened = (): FakeFlash => {
	flash ??= new FakeFlash({
		slotSize,
		digestOf(bytes) {
			const digest = new Digest("SHA256");
			digest.write(bytes);
			return new Uint8Array(digest.close());
		},
	});
	return flash;
};

export const chip = (): number => 0;
export const space = (): number => slotSize;
export const isOnTrial = (): boolean => false;
export const wasTried = (): boolean => false;
export const verify = (): boolean => false;
export const begin = (): void => opened().begin();
export const write = (bytes: Uint8Array): void => opened().write(bytes);
export const activate = (): void => opened().activate();
export const abort = (): void => flash?.abort();
export function watch(): void {}
export function confirm(): void {}

export function restart(): void {
	flash = undefined;
	trace("The simulator does not restart: the new version would be on trial now.\n");
}

export const rollBack = restart;
