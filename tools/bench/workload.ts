// The work that every codec is given, here and at its peers, as data.

/** What TCP hands over at a time: all, or segments of an Ethernet. */
export const segment = 1460;

export interface Workload {
	readonly name: string;
	/** Bytes of the message. */
	readonly length: number;
	/** Bytes that come at a time. */
	readonly slice: number;
	readonly text: boolean;
}

const sizes = [
	["125 B", 125],
	["1 KB", 1024],
	["16 KB", 16_384],
] as const;

const workload = (name: string, length: number, text: boolean, sliced: boolean): Workload => ({
	name: `${name} ${text ? "text" : "binary"}${sliced ? ", in slices" : ""}`,
	length,
	slice: sliced ? segment : 1 << 20,
	text,
});

/** Messages to be decoded. A short one has but one slice. */
export const messages: readonly Workload[] = [false, true].flatMap((text) =>
	sizes.flatMap(([name, length]) =>
		[false, true].filter((sliced) => !sliced || length > segment).map((sliced) => workload(name, length, text, sliced)),
	),
);

/** Messages to be sent by a server. */
export const outgoing: readonly Workload[] = sizes.map(([name, length]) => workload(name, length, false, false));
