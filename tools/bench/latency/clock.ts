// The clock of the latency bench.

/** The time in ms of the clock that all processes of this machine share, and that only goes forward. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;
