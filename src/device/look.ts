/*
	A look for networks, which takes the radio a second or two, and which it cannot take while it joins one: begun again until it
	can, and given up in the end. Several can be told what it has found, for the radio tells it once.
*/

import type { Clock, Log } from "../server/ports.js";
import type { FoundNetwork, Radio } from "./ports.js";

/** How often the radio is asked, in ms. */
export const lookInterval = 1000;
/** How long a look takes at most, in ms. */
export const lookLimit = 8000;

type OnFound = (found: readonly FoundNetwork[] | undefined) => void;

export class Look {
	private readonly radio: Pick<Radio, "scan" | "found">;
	private readonly clock: Clock;
	private readonly log: Log;
	private readonly onEnd: () => void;
	private readonly listeners: OnFound[] = [];
	private readonly begun: number;
	private looks = false;

	/** `onEnd` is told before the listeners are. */
	constructor(radio: Pick<Radio, "scan" | "found">, clock: Clock, log: Log, onEnd: () => void) {
		this.radio = radio;
		this.clock = clock;
		this.log = log;
		this.onEnd = onEnd;
		this.begun = clock.now();
		this.scan();
		this.wait();
	}

	tell(onFound: OnFound): void {
		this.listeners.push(onFound);
	}

	private scan(): void {
		try {
			this.radio.scan();
			this.looks = true;
		} catch (error) {
			this.log(`Wi-Fi: ${error}`);
		}
	}

	private wait(): void {
		this.clock.after(lookInterval, () => this.tick());
	}

	private tick(): void {
		if (!this.looks) this.scan();
		const found = this.looks ? this.radio.found : undefined;
		if (!found && ((this.clock.now() - this.begun) | 0) < lookLimit) {
			this.wait();
			return;
		}
		this.onEnd();
		for (const onFound of this.listeners) onFound(found);
	}
}
