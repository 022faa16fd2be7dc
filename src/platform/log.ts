/*
	Lines for the developer, through the SDK's `trace`: seen in debug builds and in the simulators.
*/

export const log = (line: string): void => trace(`${line}\n`);
