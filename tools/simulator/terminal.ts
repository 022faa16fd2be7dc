// The keyboard of the terminal that runs the simulator: 1–8 flip switches, q or Ctrl-C ends the program.
//
// Strategy: raw mode, so that a key works without Enter; Ctrl-C and Ctrl-D then arrive as characters. Without a terminal
// (a pipe, a closed input, CI) standard input is left alone. The mode is restored whenever the process exits.

export interface Keys {
	/** A digit key, as a place from 0 on. */
	onSwitch(place: number): void;
	onEnd(): void;
}

const END_KEYS = "qQ\x03\x04";

/** Returns whether there is a keyboard. */
export function watchKeys({ onSwitch, onEnd }: Keys): boolean {
	const { stdin } = process;
	if (!stdin.isTTY) return false;
	stdin.setRawMode(true);
	process.on("exit", () => stdin.setRawMode(false));
	stdin.setEncoding("utf8");
	stdin.on("data", (keys: string) => {
		for (const key of keys) {
			if (key >= "1" && key <= "8") onSwitch(Number(key) - 1);
			else if (END_KEYS.includes(key)) onEnd();
		}
	});
	return true;
}
