/*
	What has come and gone since the start, in numbers. Whoever does a thing counts it.
*/

export class Traffic {
	/** The most WebSockets at once. */
	most = 0;
	/** Upgrades that were told 503, and connections closed because there were too many. */
	refused = 0;
	/** WebSocket messages. */
	messagesIn = 0;
	messagesOut = 0;
	/** Bytes of TCP payload, page loads included. */
	bytesIn = 0;
	bytesOut = 0;
	/** Messages that a slow client was spared, since a newer one has taken their place. */
	coalesced = 0;
}
