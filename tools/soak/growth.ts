// What a soak has measured, and whether it grows.
//
// Strategy: after each report garbage is collected, so what is left is alive. The mean of the last quarter of the reports
// is compared with that of the first; a leak of one slot in 1,000 connections shows within 20,000.

/** What is alive after so many connections: slots, and bytes of chunks. */
export interface Sample {
	readonly connections: number;
	readonly slots: number;
	readonly chunks: number;
}

/** What may differ without being growth: hardly anything, since each report is of the same moment. */
export const tolerance = Object.freeze({ slots: 4, chunks: 64 } as const);

/** With fewer reports nothing can be said. */
export const fewest = 8;

/** What has grown, in words; "" for nothing. Throws Error for too few samples. */
export function growthOf(samples: readonly Sample[]): string {
	if (samples.length < fewest) throw new Error(`${samples.length} reports are too few, ${fewest} are needed`);
	const quarter = Math.floor(samples.length / 4);
	const grown = (["slots", "chunks"] as const).map((unit) => {
		const mean = (part: readonly Sample[]) => part.reduce((sum, sample) => sum + sample[unit], 0) / part.length;
		const growth = mean(samples.slice(-quarter)) - mean(samples.slice(0, quarter));
		return growth > tolerance[unit] ? `${unit} have grown by ${Math.round(growth)}` : "";
	});
	return grown.filter(Boolean).join(", ");
}
