/*
	A new version's time on trial: it stays once it has an IP address and has served somebody, be it the one who sent it;
	otherwise the board goes back to the former version by itself, and that one says why.

	Three keepers, each for what the one before it cannot see: this file, when the time is over; a watchdog of the hardware that
	it has to feed, when JavaScript hangs; and the bootloader, which gives a version that was not confirmed no second start,
	whatever has ended the first. Without a trial nothing runs here.
*/

import type { Clock, Log } from "../server/ports.js";
import type { Here } from "../update/image.js";
import { decodeTrial, encodeTrial, failureOf, Stage, type Trial } from "../update/trial.js";
import type { Firmware, NetworkInterface, Preferences, Vitals } from "./ports.js";
import type { Settings } from "./settings.js";

/** How often it is looked whether the version has proved itself, in ms. */
export const beatInterval = 1000;

/** After how many ms without a beat the hardware restarts the board. */
export const hangTime = 30_000;

/** Where the trial is kept. */
export const trialKey = "update";

export interface ProbationOptions {
	readonly settings: Pick<Settings, "version" | "build" | "confirmWithin">;
	readonly firmware: Pick<Firmware, "onTrial" | "wasTried" | "watch" | "confirm" | "rollBack">;
	readonly vitals: Pick<Vitals, "reset">;
	readonly preferences: Pick<Preferences, "get" | "set">;
	readonly network: Pick<NetworkInterface, "address">;
	readonly traffic: { readonly bytesOut: number };
	readonly clock: Pick<Clock, "now" | "after">;
	readonly log: Log;
}

export class Probation {
	/** What has become of the last update: "trial" while this version is on it, "confirmed", "failed"; undefined for none. */
	outcome: "trial" | "confirmed" | "failed" | undefined;
	/** Why it has failed, in a sentence. */
	note: string | undefined;
	private readonly options: ProbationOptions;
	private stage: Stage = Stage.started;
	private begun = 0;

	constructor(options: ProbationOptions) {
		this.options = options;
		if (options.firmware.onTrial) this.begin();
		else this.judge();
	}

	/** What is told of it and of what the next version finds; undefined when there is nothing to tell. */
	report(here?: Pick<Here, "space" | "signed">): object | undefined {
		const { outcome, note } = this;
		if (!here && !outcome) return undefined;
		return { space: here?.space, signed: here?.signed, outcome, note };
	}

	private begin(): void {
		const { clock, settings, log } = this.options;
		log(`update: version ${nameOf(settings)} is on trial`);
		this.outcome = "trial";
		this.begun = clock.now();
		this.reach(Stage.started);
		this.beat();
	}

	/** The former version's part: says what has become of a trial. */
	private judge(): void {
		const { firmware, preferences, log, vitals } = this.options;
		const trial = attempt(log, () => decodeTrial(preferences.get(trialKey)));
		if (!trial) return;
		if (trial.stage === Stage.confirmed) this.outcome = "confirmed";
		else {
			this.outcome = "failed";
			this.note = trial.stage === Stage.failed ? trial.text : failureOf(trial, vitals.reset, firmware.wasTried);
			if (trial.stage !== Stage.failed) keep(this.options, { stage: Stage.failed, text: this.note });
		}
	}

	private beat(): void {
		const { firmware, network, traffic, clock, settings } = this.options;
		const { confirmWithin } = settings;
		if (network.address) this.reach(Stage.online);
		if (network.address && traffic.bytesOut > 0) this.confirm();
		else if (((clock.now() - this.begun) | 0) >= confirmWithin) this.fail();
		else firmware.watch(hangTime, confirmWithin + hangTime);
		if (this.outcome === "trial") clock.after(beatInterval, () => this.beat());
	}

	private confirm(): void {
		const { firmware, log } = this.options;
		// What cannot be written now may be in a second; the time goes on.
		attempt(log, () => {
			firmware.confirm();
			firmware.watch(0, 0);
			this.outcome = "confirmed";
			this.reach(Stage.confirmed);
			log("update: confirmed");
		});
	}

	private fail(): void {
		this.reach(this.stage === Stage.online ? Stage.unreached : Stage.offline);
		this.options.log(`update: ${this.stage}, and rolled back`);
		this.options.firmware.rollBack();
	}

	private reach(stage: Stage): void {
		if (this.stage === stage && stage !== Stage.started) return;
		this.stage = stage;
		keep(this.options, { stage, text: nameOf(this.options.settings) });
	}
}

/** A version in words. */
export const nameOf = ({ version, build }: { readonly version: string; readonly build: string }): string =>
	build ? `${version} (${build})` : version;

/** Keeps how far a trial has come. A flash that does not take it costs the words about it, not the update. */
export function keep({ preferences, log }: Pick<ProbationOptions, "preferences" | "log">, trial: Trial): void {
	attempt(log, () => preferences.set(trialKey, encodeTrial(trial)));
}

function attempt<T>(log: Log, action: () => T): T | undefined {
	try {
		return action();
	} catch (error) {
		log(`update: ${error}`);
		return undefined;
	}
}
