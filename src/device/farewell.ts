/*
	What this board says at a broker that it leaves: an empty retained message to each topic in which it has left one, which clears
	it (MQTT 3.1.1 §3.3.1.3). It is over when the broker has acknowledged all of them. There is no will: nobody is to be told
	that the board is gone.
*/

import type { Conversation, Session } from "./conversation.js";

const nothing = Object.freeze(new Uint8Array(0));

export class Farewell implements Conversation {
	onNews: () => void = () => {};
	readonly will = undefined;
	/** It has asked for nothing. */
	readonly maxMessage = 0;
	readonly maxTopic = 0;
	private readonly topics: readonly string[];
	private readonly onOver: () => void;
	/** How many of them have been cleared, and how many of those are acknowledged. */
	private said = 0;
	private heard = 0;

	/** `onOver` is called once, from inside the connection. */
	constructor(topics: readonly string[], onOver: () => void) {
		this.topics = topics;
		this.onOver = onOver;
	}

	begin(): void {
		this.said = this.heard = 0;
	}

	speak(session: Session): boolean {
		const topic = this.topics[this.said];
		if (topic === undefined || !session.publish(topic, nothing, 1, true)) return false;
		this.said++;
		return true;
	}

	acknowledged(): void {
		this.heard++;
		if (this.heard === this.topics.length) this.onOver();
	}

	hear(): void {}

	tick(): void {}

	denied(): string {
		return "";
	}
}
