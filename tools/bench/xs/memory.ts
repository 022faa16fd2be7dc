/*
	What is alive on XS's heap.
*/

declare const gc: () => void;

/** Slots, and bytes of chunks. */
export interface Memory {
	slots: number;
	chunks: number;
}

/** What is alive now, garbage collected. With `into`, which has been made before, looking allocates nothing that stays. */
export function alive(into: Memory = { slots: 0, chunks: 0 }): Memory {
	gc();
	const { slots, chunks } = meter();
	into.slots = slots;
	into.chunks = chunks;
	return into;
}

export const minus = (a: Memory, b: Memory, by = 1): Memory => ({
	slots: (a.slots - b.slots) / by,
	chunks: (a.chunks - b.chunks) / by,
});
