// Numbers out of many measurements, and how they are written.

/** The value below which `share` (0–1) of the values lie: the nearest of them (no mean of two). Throws Error for none. */
export function quantile(values: readonly number[], share: number): number {
	if (values.length === 0) throw new Error("no values");
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export function median(values: readonly number[]): number {
	const { length } = values;
	if (length === 0) throw new Error("no values");
	const sorted = [...values].sort((a, b) => a - b);
	const upper = sorted[length >> 1];
	return length % 2 ? upper : (sorted[(length >> 1) - 1] + upper) / 2;
}

/** Three digits that count, without an exponent: 0.0123, 1.23, 12.3, 1,230. */
export function digits(value: number): string {
	if (value === 0 || !Number.isFinite(value)) return String(value);
	const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
	return thousands(value.toFixed(Math.min(decimals, 6)));
}

/** A whole number with commas, or a broken one as it is. */
export function thousands(value: number | string): string {
	const [whole, ...broken] = String(value).split(".");
	return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...broken].join(".");
}

/** How many times as fast, or as small, ours is: "2.1×", "130×", "0.04×". */
export function ratio(peer: number, ours: number): string {
	const value = peer / ours;
	return `${value < 10 ? Number(value.toPrecision(2)) : thousands(Math.round(value))}×`;
}
