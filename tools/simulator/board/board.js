// The virtual board in the browser: shows the host's eight switches and LEDs, and flips switches.
//
// Strategy: the host alone holds the state. A click or a key only asks it, PUT /board/switches/1 for the switch marked
// 1, and what is shown comes from the host's event stream, so that all windows and the terminal agree. While the host is
// gone nothing can be flipped, and the page says so; the stream is opened again until the host is back.

const reopenPause = 2_000;

const bank = /** @type {HTMLFieldSetElement} */ (document.querySelector(".switches"));
const switches = bank.querySelectorAll("button");
const buttons = /** @type {HTMLFieldSetElement} */ (document.querySelector(".buttons"));
const boot = /** @type {HTMLElement} */ (document.querySelector("#boot"));
const en = /** @type {HTMLElement} */ (document.querySelector("#en"));
/** @type {NodeListOf<HTMLElement>} */
const leds = document.querySelectorAll(".leds li");
const host = /** @type {HTMLElement} */ (document.querySelector("#host"));
const page = /** @type {HTMLAnchorElement} */ (document.querySelector("#page"));

/** @param {{ switches: string[], leds: string[], boot: string, page?: string }} board */
function draw(board) {
	switches.forEach((button, place) => {
		button.setAttribute("role", "switch");
		button.setAttribute("aria-checked", String(board.switches[place] === "On"));
	});
	leds.forEach((led, place) => {
		led.dataset.state = board.leds[place];
		/** @type {HTMLElement} */ (led.querySelector(".word")).textContent = board.leds[place];
	});
	boot.setAttribute("aria-pressed", String(board.boot === "On"));
	page.hidden = !board.page;
	page.href = board.page ?? "";
}

/** @param {"here" | "gone"} state */
function showHost(state) {
	const { dataset } = document.documentElement;
	if (dataset.host === state) return;
	dataset.host = state;
	host.textContent = state === "here" ? "Connected" : "The program has stopped; waiting for it";
	bank.disabled = buttons.disabled = state === "gone";
}

/** @param {number} place from 0 */
function flip(place) {
	if (bank.disabled) return;
	const word = switches[place].getAttribute("aria-checked") === "true" ? "Off" : "On";
	ask(`switches/${place + 1}`, "PUT", word);
}

/** @param {boolean} held whether BOOT is held */
function hold(held) {
	if (!buttons.disabled && held !== (boot.getAttribute("aria-pressed") === "true"))
		ask("boot", "PUT", held ? "On" : "Off");
}

/** @param {string} path @param {string} method @param {string} [body] */
function ask(path, method, body) {
	fetch(`/board/${path}`, { method, body }).catch(() => {
		// A host that is gone ends the event stream, too, and that is shown.
	});
}

function listen() {
	const events = new EventSource("/board/events");
	events.onmessage = ({ data }) => {
		draw(JSON.parse(data));
		showHost("here");
	};
	events.onerror = () => {
		showHost("gone");
		if (events.readyState === EventSource.CLOSED) setTimeout(listen, reopenPause);
	};
}

switches.forEach((button, place) => {
	button.addEventListener("click", () => flip(place));
});

en.addEventListener("click", () => ask("restart", "POST"));

boot.addEventListener("pointerdown", () => hold(true));
document.addEventListener("pointerup", () => hold(false));
document.addEventListener("pointercancel", () => hold(false));

/** @param {string} key @param {EventTarget | null} target */
const isBoot = (key, target) => /^b$/i.test(key) || (target === boot && (key === " " || key === "Enter"));

document.addEventListener("keydown", ({ key, target, repeat, ctrlKey, altKey, metaKey }) => {
	if (repeat || ctrlKey || altKey || metaKey) return;
	if (/^[1-8]$/.test(key)) flip(Number(key) - 1);
	if (isBoot(key, target)) hold(true);
});
document.addEventListener("keyup", ({ key, target }) => {
	if (isBoot(key, target)) hold(false);
});

listen();
