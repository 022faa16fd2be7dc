/*
	The WebSocket at /update: a new version comes in binary messages and goes straight into the slot that does not run.

	The first message is the file's head; the answer says from which byte of the image to go on, which is not 0 after a link that
	was lost. Then come the image's bytes, in messages of at most `chunk` bytes and at most `window` ahead of what was
	acknowledged; after each sector, and at the end, the board says how far it has got. A message is written before the next one
	is read, so TCP holds the sender back, and RAM holds one message.

	Only who has shown the token may update, one at a time; but whoever comes with the same image goes on with it. A sender that says nothing for `stallTime` loses its turn; an update
	that nobody goes on with is forgotten after `patience`.
*/

import type { Clock, Log, Text } from "../server/ports.js";
import type { Client, Endpoint } from "../server/route.js";
import { type Here, headLength, isOlder } from "../update/image.js";
import { Phase, Receiver } from "../update/receiver.js";
import { Stage } from "../update/trial.js";
import type { Firmware, Preferences } from "./ports.js";
import { keep, nameOf } from "./probation.js";
import type { Settings } from "./settings.js";

/** Bytes between two acknowledgements: a sector of the flash. */
export const sector = 4096;
/** Bytes that may be on their way. */
export const window = 2 * sector;
/** The longest message that is asked for, where `maxMessage` allows it. */
const longestChunk = 4096;

/** For how many ms a sender may be silent. */
export const stallTime = 30_000;
/** For how many ms after that, or after a lost link, the same update can be gone on with. */
export const patience = 120_000;
/** How long after the last answer the board restarts, in ms: time for that answer to get out. */
export const restartDelay = 500;

export interface UpdatesOptions {
	readonly firmware: Pick<Firmware, "onTrial" | "slot" | "openDigest" | "verify" | "restart">;
	readonly here: Here;
	/** Of whom images have to be signed; empty for nobody. */
	readonly key: Uint8Array;
	/** Bytes of the longest message that the server takes. */
	readonly maxMessage: number;
	readonly preferences: Pick<Preferences, "get" | "set">;
	readonly clock: Pick<Clock, "now" | "after">;
	readonly text: Text;
	readonly log: Log;
}

/** What images have to be of. */
export const project = "dipsocket";

export interface UpdatesOfOptions extends Omit<UpdatesOptions, "here" | "key" | "maxMessage"> {
	readonly settings: Pick<Settings, "board" | "version" | "updateKey" | "token" | "maxMessage">;
	readonly firmware: Firmware;
}

/** Updates, where the board may be updated: with a token, a second slot, and messages as long as a head. */
export function updatesOf(options: UpdatesOfOptions): Updates | undefined {
	const { board, version, updateKey, token, maxMessage } = options.settings;
	const { chip, space } = options.firmware;
	if (!token.value || !space || maxMessage < headLength) return undefined;
	const here = { chip, project, board, version, space, signed: updateKey.length > 0 };
	return new Updates({ ...options, here, key: updateKey, maxMessage });
}

export class Updates implements Endpoint {
	readonly protocols: readonly string[] = [];
	readonly feeds = [];
	readonly here: Here;
	private readonly options: UpdatesOptions;
	private readonly receiver: Receiver;
	/** Whose turn it is. */
	private sender: Client | undefined;
	/** Bytes that were acknowledged. */
	private told = 0;
	/** When the last byte came, in the clock's ms. */
	private heard = 0;
	private waiting = false;

	constructor(options: UpdatesOptions) {
		this.options = options;
		const { firmware, here, key } = options;
		this.here = here;
		this.receiver = new Receiver({
			here,
			slot: firmware.slot,
			openDigest: () => firmware.openDigest(),
			verify: (digest, signature) => firmware.verify(key, digest, signature),
		});
	}

	onMessage(message: Uint8Array, binary: boolean, client: Client): void {
		if (!client.trusted) this.refuse(client, "The token is needed.", true);
		else if (!binary) this.refuse(client, "An image comes in binary messages.");
		else if (client === this.sender) this.goOn(message, client);
		else this.begin(message, client);
	}

	onLeft(client: Client): void {
		if (client === this.sender) this.sender = undefined;
	}

	private begin(head: Uint8Array, client: Client): void {
		const { here, maxMessage } = this.options;
		const { receiver } = this;
		const refusal = this.busy(head) ?? receiver.begin(head);
		const { image } = receiver;
		if (refusal !== undefined || !image) {
			this.refuse(client, refusal ?? "");
			return;
		}
		if (this.sender) this.refuse(this.sender, "The same image comes over another link now.");
		this.sender = client;
		this.heard = this.options.clock.now();
		this.told = receiver.received;
		this.options.log(`update: version ${image.version} from byte ${receiver.received} of ${image.size}`);
		this.tell(client, {
			received: receiver.received,
			size: image.size,
			chunk: Math.min(maxMessage, longestChunk),
			window,
			version: image.version,
			older: isOlder(image.version, here.version) || undefined,
		});
		this.wait();
	}

	/** A link may be lost without our knowing yet: so whoever has the same image takes it over. */
	private busy(head: Uint8Array): string | undefined {
		if (this.sender && !this.receiver.goesOnWith(head)) return "Another update is under way.";
		if (!this.options.firmware.onTrial) return undefined;
		return "The version that runs is on trial itself. Try again once it is confirmed.";
	}

	private goOn(bytes: Uint8Array, client: Client): void {
		const { receiver } = this;
		// Nothing at all is no sign of life.
		if (bytes.length) this.heard = this.options.clock.now();
		const refusal = receiver.write(bytes) ?? (receiver.phase === Phase.complete ? this.activate() : undefined);
		if (refusal) {
			this.sender = undefined;
			this.refuse(client, refusal);
			return;
		}
		const { received, phase } = receiver;
		if (phase === Phase.activated) this.restart(client);
		else if (received - this.told >= sector) {
			this.told = received;
			this.tell(client, { received });
		}
	}

	/** What is kept comes first: whatever happens then, the version that starts knows of it. */
	private activate(): string | undefined {
		const { image } = this.receiver;
		keep(this.options, { stage: Stage.installed, text: image ? nameOf(image) : "" });
		const refusal = this.receiver.activate();
		if (refusal) keep(this.options, { stage: Stage.failed, text: refusal });
		return refusal;
	}

	private restart(client: Client): void {
		const { clock, firmware, log } = this.options;
		this.tell(client, { received: this.receiver.received, restarts: true });
		log("update: complete, the board restarts");
		clock.after(restartDelay, () => firmware.restart());
	}

	private wait(): void {
		if (this.waiting) return;
		this.waiting = true;
		this.options.clock.after(stallTime / 2, () => this.look());
	}

	private look(): void {
		const { receiver, sender } = this;
		this.waiting = false;
		if (receiver.phase !== Phase.receiving) return;
		const silence = (this.options.clock.now() - this.heard) | 0;
		if (sender && silence >= stallTime) {
			this.sender = undefined;
			this.refuse(sender, `Nothing came for ${stallTime / 1000} s. Send the file once more to go on.`);
		}
		if (silence >= patience) receiver.abandon();
		else this.wait();
	}

	private refuse(client: Client, error: string, token?: boolean): void {
		client.tell(this.options.text.encode(JSON.stringify({ error, token })));
	}

	private tell(client: Client, update: object): void {
		client.tell(this.options.text.encode(JSON.stringify({ update })));
	}
}
