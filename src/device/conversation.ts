/*
	What is said and heard at a broker, as interfaces between the connection (broker.ts), which knows no topics, and the
	topics (topics.ts), which know no connection.
*/

import type { Subscription, Will } from "../mqtt/encoder.js";
import type { QoS } from "../mqtt/packet.js";

/** What the conversation may ask for. */
export interface Session {
	publish(topic: string, payload: Uint8Array, qos: QoS, retain: boolean): boolean;
	publishHead(topic: string, length: number, qos: QoS, retain: boolean): boolean;
	publishPiece(bytes: Uint8Array): void;
	subscribe(subscriptions: readonly Subscription[]): boolean;
}

/** What is said and heard at the broker. */
export interface Conversation {
	readonly will: Will | undefined;
	/** The longest message to take, and the longest topic name. */
	readonly maxMessage: number;
	readonly maxTopic: number;
	/** There is something new to say; set by whoever lets it speak. */
	onNews: () => void;
	/** The broker has accepted us. */
	begin(): void;
	/** Says the next thing. Returns false when there is nothing more to say. */
	speak(session: Session): boolean;
	hear(topic: string, payload: Uint8Array, retained: boolean): void;
	/** A message of QoS 1 has arrived. */
	acknowledged(): void;
	/** Time has passed: `elapsed` ms. */
	tick(elapsed: number): void;
	/** Of the filters in the order of the subscription, those that the broker does not allow, in words; "" for none. */
	denied(granted: Uint8Array): string;
}
