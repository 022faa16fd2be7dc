/*
	How far a new version has come, as one short text in flash, and what is told of it.

	It is written before the new version is activated, carried on by that version while it is on trial, and read by whichever
	version starts: by the former one, if the trial has failed, which then knows why the board has started anew. Versions read
	what other versions wrote, so what is not understood counts as nothing. Limit: a version has 80 characters.
*/

/** The stages, in their order; the words are what is kept. */
export const Stage = Object.freeze({
	/** The former version has received all of it and is about to activate it. */
	installed: "installed",
	/** It runs. */
	started: "started",
	/** It has an IP address. */
	online: "online",
	/** Its time was over without an IP address, */
	offline: "offline",
	/** or without anybody having reached it. */
	unreached: "unreached",
	/** It was reached, and stays. */
	confirmed: "confirmed",
	/** It was rolled back. What follows is not the version but what is told of it. */
	failed: "failed",
} as const);
export type Stage = (typeof Stage)[keyof typeof Stage];

export interface Trial {
	readonly stage: Stage;
	/** The new version; with `failed` a sentence. */
	readonly text: string;
}

const longestText = 200;

export const encodeTrial = ({ stage, text }: Trial): string => `${stage} ${text}`;

/** The trial that was kept, of whatever type that is; undefined for what is none. */
export function decodeTrial(kept: unknown): Trial | undefined {
	if (typeof kept !== "string" || kept.length > longestText) return undefined;
	const space = kept.indexOf(" ");
	const word = kept.slice(0, Math.max(0, space));
	const stage = Object.values(Stage).find((known) => known === word);
	return stage && { stage, text: kept.slice(space + 1) };
}

/**
 * What the former version says of a trial that it finds unfinished. `reset` is why the board has started; `tried` says whether
 * the new version ever did.
 */
export function failureOf({ stage, text }: Trial, reset: string | undefined, tried: boolean): string {
	if (!tried) return `Version ${text} was not activated: ${whatHappened(reset)} before that.`;
	const back = `Version ${text} was rolled back`;
	if (stage === Stage.offline) return `${back}: it got no IP address in time.`;
	if (stage === Stage.unreached) return `${back}: nobody reached it in time.`;
	return `${back}: ${whatHappened(reset)} ${before(stage)}.`;
}

function whatHappened(reset = ""): string {
	switch (reset) {
		case "crash":
			return "it crashed";
		case "restarted by the firmware":
			// XS restarts the board when an exception escapes.
			return "it stopped with an error";
		case "interrupt watchdog":
		case "task watchdog":
		case "watchdog":
		case "CPU lock-up":
			return "it hung";
		case "power on":
		case "brownout":
		case "power glitch":
			return "the power went";
		case "reset pin":
			return "the board was reset";
		default:
			return "it restarted";
	}
}

function before(stage: Stage): string {
	if (stage === Stage.installed) return "before it could start";
	return stage === Stage.started ? "before it had an IP address" : "before anybody had reached it";
}
