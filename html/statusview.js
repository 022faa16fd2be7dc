// Draws what the page says about its connection, and which board it is of; and helps the other views to write.
//
// Strategy: a page's whole structure and look is in the HTML and the CSS; a view sets texts and attributes. What has not
// changed is not written again. The tab's icon is the one in the header, with its light in the colour of the connection.

export class StatusView {
	#document;
	#page;
	#icon = "";

	/** @param {Document} document @param {() => void} onRemedy */
	constructor(document, onRemedy) {
		this.#document = document;
		this.#page = document.title.split(" · ").at(-1);
		document.querySelector("#remedy")?.addEventListener("click", onRemedy);
	}

	/**
	 * @param {import("./status.js").Status} status
	 * @param {string} name of the device
	 * @param {import("./announcer.js").Announcer} announcer
	 */
	draw({ freshness, word, notice, detail, remedy }, name, announcer) {
		const document = this.#document;
		document.documentElement.dataset.freshness = freshness;
		write(document.querySelector("#word"), word);
		const banner = /** @type {HTMLElement} */ (document.querySelector("#banner"));
		banner.hidden = !notice;
		if (notice) write(banner.querySelector("p"), notice);
		write(banner.querySelector("#detail"), detail);
		write(banner.querySelector("#remedy"), remedy);
		write(document.querySelector("h1"), name);
		const title = `${name} · ${this.#page}`;
		if (document.title !== title) document.title = title;
		announcer.tell("word", [word, notice].filter(Boolean).join(". "));
		this.#drawIcon(freshness === "live");
	}

	/** @param {boolean} isLive */
	#drawIcon(isLive) {
		const icon = /** @type {SVGElement} */ (this.#document.querySelector("header svg"));
		const copy = /** @type {SVGElement} */ (icon.cloneNode(true));
		copy.querySelector("circle")?.setAttribute("fill", isLive ? "#2fd37c" : "#ffae2b");
		const href = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
		if (href === this.#icon) return;
		this.#icon = href;
		this.#document.querySelector("link[rel=icon]")?.setAttribute("href", href);
	}
}

/** @param {Element | null} element @param {string} text */
export function write(element, text) {
	if (element && element.textContent !== text) element.textContent = text;
}
