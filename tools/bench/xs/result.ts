/*
	What leaves XS: a line of JSON for each result; other lines are for people and begin with #.
*/

declare const print: (line: string) => void;

export const note = (line: string): void => print(`# ${line.trim()}`);

/** Prints what `bench` returns under a name; or in which way it failed, since a peer may be unable. */
export function tell(name: string, bench: () => object): void {
	let result: object;
	try {
		result = bench();
	} catch (error) {
		result = { failed: String(error) };
	}
	print(JSON.stringify({ name, ...result }));
}
