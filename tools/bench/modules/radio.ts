/*
	Stand-in for the module "radio" of src/platform/native: nothing is near.
*/

export function watch(): void {}
export function savePower(): void {}
export function hasten(): void {}
export function resolveAt(): void {}
export const reason = (): number => 0;
export function forgetReason(): void {}
export function scan(): void {}
export const found = (): readonly [] => Object.freeze([]) as readonly [];
export function open(): void {}
export function close(): void {}
