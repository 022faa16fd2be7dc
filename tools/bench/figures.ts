// Figures by name, "subject/what/unit", such as "codec/decode 125 B binary/computrons".

export type Figures = Map<string, number>;

export const key = (subject: string, what: string, unit: string): string => `${subject}/${what}/${unit}`;

/** What a program on XS prints for one thing. */
export type Result = { readonly name: string; readonly failed?: string } & Readonly<Record<string, unknown>>;

/** Bytes of a slot on the device. */
export const slotSize = 16;

/** Adds what a program has printed of a subject; slots and chunks are added up as well, as bytes. */
export function record(figures: Figures, subject: string, results: readonly Result[]): void {
	for (const { name, ...values } of results) {
		for (const [unit, value] of Object.entries(values))
			if (typeof value === "number") figures.set(key(subject, name, unit), value);
		const { slots, chunks } = values;
		if (typeof slots === "number" && typeof chunks === "number")
			figures.set(key(subject, name, "bytes"), slots * slotSize + chunks);
	}
}
