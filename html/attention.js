// Notices that the page was away: hidden, offline, or on a computer that slept.
//
// Strategy: one moment, `presentAt`, is renewed every second while the page is shown, online and its timers run. When
// the page is back, that moment tells since when it was away; a gap in a visible page's seconds is a computer that slept.

const heartbeat = 1_000;
const absence = 10_000;

export class Attention {
	#options;

	/** When the page was last known to be present, in ms. */
	presentAt;

	/**
	 * @param {{
	 *   window: EventTarget & { setInterval(action: () => void, ms: number): unknown, navigator: { onLine: boolean } },
	 *   document: EventTarget & { hidden: boolean },
	 *   now: () => number,
	 *   onBack: (awaySince: number) => void,
	 * }} options
	 */
	constructor(options) {
		this.#options = options;
		this.presentAt = options.now();
		const back = () => this.#present(0);
		options.document.addEventListener("visibilitychange", back);
		options.window.addEventListener("online", back);
		options.window.setInterval(() => this.#present(absence), heartbeat);
	}

	/** @param {number} shortest the absence, in ms, from which on this moment counts as coming back */
	#present(shortest) {
		const { window, document, now, onBack } = this.#options;
		if (document.hidden || !window.navigator.onLine) return;
		const awaySince = this.presentAt;
		this.presentAt = now();
		if (this.presentAt - awaySince >= shortest) onBack(awaySince);
	}
}
