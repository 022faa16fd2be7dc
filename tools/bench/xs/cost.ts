/*
	What an action costs on XS: instructions (computrons), slots and bytes of chunks that it allocates, and time.

	Strategy: the action is repeated, its preparation alone is repeated as often, and the difference is the action's. Before
	what is counted everything has run once, since XS makes some things at their first use. Counted in a heap that needs no
	collection, so what is in use afterwards is all that was allocated; timed in a small heap, collections included.
*/

/** Per repetition. */
export interface Cost {
	readonly computrons: number;
	readonly slots: number;
	readonly chunks: number;
}

const nothing = () => {};

function repeat(times: number, body: () => void): void {
	for (let i = 0; i < times; i++) body();
}

/** What `times` runs of `body` cost, the loop included. */
function total(times: number, body: () => void): Cost {
	const before = meter();
	repeat(times, body);
	const after = meter();
	return {
		computrons: after.computrons - before.computrons,
		slots: after.slots - before.slots,
		chunks: after.chunks - before.chunks,
	};
}

/** The cost of `body` without that of `preparation`, which is a part of it. To be counted in a large heap. */
export function costOf(body: () => void, preparation: () => void = nothing, times = 16): Cost {
	total(2, preparation);
	total(2, body);
	const [whole, part] = [total(times, body), total(times, preparation)];
	return {
		computrons: (whole.computrons - part.computrons) / times,
		slots: (whole.slots - part.slots) / times,
		chunks: (whole.chunks - part.chunks) / times,
	};
}

/** µs for `body` without its `preparation`; each is measured for `span` µs or more. */
export function timeOf(body: () => void, preparation: () => void = nothing, span = 20_000): number {
	return elapsed(body, span) - elapsed(preparation, span);
}

function elapsed(body: () => void, span: number): number {
	for (let times = 16; ; times *= 2) {
		const start = now();
		repeat(times, body);
		const duration = now() - start;
		if (duration >= span) return duration / times;
	}
}
