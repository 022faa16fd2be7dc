/*
	What WebSocket clients follow. A message of a feed says all of it, so only the newest one counts and nothing is queued.
*/

export interface Feed {
	/** The newest message, made when it is asked for. */
	readonly message: string;
	/** To be called on each change: tells everybody who follows the feed; returns whether anybody does. Set by the hub. */
	onChange?: () => boolean;
	/** Somebody has begun to follow it. */
	followed?(): void;
}
