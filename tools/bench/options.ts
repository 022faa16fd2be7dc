// The command lines of the benches: words out of a list, and options without a value.

/** A mistake of the person at the command line: told in a line, exit status 2. */
export class UsageError extends Error {}

export interface Command<Word, Option> {
	readonly words: ReadonlySet<Word>;
	readonly options: ReadonlySet<Option>;
}

/** Throws UsageError, which says what there is, for anything else. */
export function parseCommand<Word extends string, Option extends string>(
	given: readonly string[],
	words: readonly Word[],
	options: readonly Option[],
): Command<Word, Option> {
	const known = [...words, ...options.map((name) => `--${name}`)];
	for (const word of given)
		if (!known.includes(word)) throw new UsageError(`there is no "${word}"; there is ${known.join(", ")}`);
	return {
		words: new Set(words.filter((word) => given.includes(word))),
		options: new Set(options.filter((name) => given.includes(`--${name}`))),
	};
}
