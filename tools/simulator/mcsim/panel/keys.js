/*
 * The keyboard. mcsim hands key events to a panel on macOS only; what gets them on every desktop is a text field. So
 * here is one, too small to see but for its caret, which the board's black chip is to hide. It takes the focus and passes
 * on each character typed as `onKeyDown`.
 */

class KeysBehavior extends Behavior {
	onDisplaying(field) {
		field.focus();
	}
	onTakeFocus(field) {
		field.focus();
	}
	onStringChanged(field) {
		if (field.string) field.defer("onTyped");
	}
	// Deferred, since after the event of a field mcsim does not lay out again what has moved.
	onTyped(field) {
		const typed = field.string;
		field.string = "";
		for (const key of typed) field.bubble("onKeyDown", key);
	}
}

const skin = { fill: ["#123c3a", "#123c3a"] };
const style = { font: "12px Open Sans", color: ["#123c3a", "#123c3a"] };

export const Keys = Field.template(() => ({
	width: 1,
	height: 1,
	skin,
	style,
	string: "",
	Behavior: KeysBehavior,
}));
