/*
	Stand-in for the module "update" of src/platform/native: a board with one slot, which cannot be updated.
*/

export const chip = () => 0;
export const space = () => 0;
export const isOnTrial = () => false;
export const wasTried = () => false;
export const verify = () => false;
export function begin(): void {}
export function write(): void {}
export function activate(): void {}
export function abort(): void {}
export function watch(): void {}
export function confirm(): void {}
export function rollBack(): void {}
export function restart(): void {}
