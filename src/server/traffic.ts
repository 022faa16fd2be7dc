/*
	Counters since the start, incremented where the event happens.
*/

export class Traffic {
	/** WebSockets now, and the most there have been at once. */
	clients = 0;
	most = 0;
	/** Upgrades answered with 503, and connections closed because there was no place for them. */
	refused = 0;
	/** WebSocket messages. */
	messagesIn = 0;
	messagesOut = 0;
	/** Bytes of TCP payload, page loads included; those going out as they are handed over to be sent. */
	bytesIn = 0;
	bytesOut = 0;
	/** Messages that a slow client was spared because a newer one took their place. */
	coalesced = 0;
}
