// Draws what the page says about its connection, and helps the other views to write.
//
// Strategy: a page's whole structure and look is in the HTML and the CSS; a view sets texts and attributes. What has not
// changed is not written again, so that screen readers speak only about changes.

/** @param {Document} document @param {import("./status.js").Status} status @param {string} news what the page has to say */
export function drawStatus(document, { freshness, word, detail, notice, badge }, news) {
	document.documentElement.dataset.freshness = freshness;
	write(document.querySelector("#word"), word);
	write(document.querySelector("#detail"), detail);
	write(document.querySelector("#notice"), [notice, news].join(" ").trim());
	for (const element of document.querySelectorAll(".badge")) write(element, badge);
}

/** @param {Element | null} element @param {string} text */
export function write(element, text) {
	if (element && element.textContent !== text) element.textContent = text;
}
