// Keeps the simulator running in a process of its own: what EN, or a change of the sources, starts anew is that process,
// on the same ports and with the switches as they were, as a board's are when its chip restarts.
//
// Strategy: the simulator says over its channel which ports it has and how its switches stand; the next one is told. It asks
// to be started again by its exit code. The supervisor itself does nothing else, and ends as the simulator ends.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** The exit code that asks for another start. */
export const RESTART = 75;

/** The environment variable that says how the switches stood: see VirtualBoard's `positions`. */
export const POSITIONS = "DIPSOCKET_POSITIONS";

export class Supervisor {
	readonly #words: readonly string[];
	readonly #onExit: (code: number | null) => void;
	#child: ChildProcess | undefined;
	readonly #state = { positions: "", ports: [] as string[] };

	/** `words` are the simulator's command line; `onExit` is told that it has ended, and not to be started again. */
	constructor(words: readonly string[], onExit: (code: number | null) => void) {
		this.#words = words;
		this.#onExit = onExit;
	}

	/** Starts the simulator, whose path is `program`. */
	start(program: string): void {
		const { positions, ports } = this.#state;
		const child = fork(program, [...this.#words, ...ports], {
			execArgv: ["--enable-source-maps"],
			env: { ...process.env, [POSITIONS]: positions },
			stdio: ["inherit", "inherit", "inherit", "ipc"],
		});
		this.#child = child;
		child.on("message", (state) => Object.assign(this.#state, state));
		child.once("exit", (code) => {
			if (this.#child !== child) return;
			this.#child = undefined;
			if (code === RESTART) this.start(program);
			else this.#onExit(code);
		});
	}

	/** Ends the simulator in good order; resolves when it has ended. */
	async stop(): Promise<void> {
		const child = this.#child;
		this.#child = undefined;
		if (!child) return;
		child.kill();
		await once(child, "exit");
	}

	/** Hands a signal on. */
	signal(signal: NodeJS.Signals): void {
		this.#child?.kill(signal);
	}
}
