/*
	A codec that does nothing: what the bench itself costs, to be taken off.
*/

import type { Subject } from "./subject.js";

class Nothing {
	receive(_bytes: Uint8Array): void {}
	send(_payload: Uint8Array): void {}
}

export const none: Subject = {
	open() {
		const nothing = new Nothing();
		return {
			parts: nothing,
			receive: (bytes) => nothing.receive(bytes),
			send: (payload) => nothing.send(payload),
			written: () => 0,
		};
	},
};
