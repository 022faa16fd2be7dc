/*
	Takes an update, piece by piece, into the slot that does not run, and activates it once all of it is right.

	The head is judged first, its signature with it, before anything is erased; then bytes go straight to flash, and through a
	digest; the last one is followed by the comparison with the digest that was announced. What is wrong on the way is a
	sentence, and ends the update: the slot is left as it is, and nothing ever starts from it. A link that is lost ends
	nothing: the same head again goes on where the bytes have ended.

	RAM: the description of one image and the state of one digest, however long the image.
*/

import { descriptionLength, Field, type Here, type Image, parseHead, refusalOf } from "./image.js";

/** The flash of a board with two slots, one of which runs. Whatever may fail throws. */
export interface Slot {
	/** Begins anew. Erases nothing yet. */
	begin(): void;
	/** Writes behind what was written, and erases what is needed for that and no more. */
	write(bytes: Uint8Array): void;
	/** Makes the image that was written the one to start with, on trial. Checks it as it lies in flash. */
	activate(): void;
	/** Gives up what was begun. Without effect when nothing was. */
	abort(): void;
}

/** SHA-256. */
export interface Digest {
	write(bytes: Uint8Array): void;
	/** The digest; the instance is spent. */
	close(): Uint8Array;
}

export interface ReceiverOptions {
	readonly here: Here;
	readonly slot: Slot;
	openDigest(): Digest;
	/** Whether a signature (r and s) of a digest is by the owner of the key. */
	verify(digest: Uint8Array, signature: Uint8Array): boolean;
}

export const Phase = Object.freeze({
	/** There is no update. */
	idle: 0,
	receiving: 1,
	/** All of it is there, and right. */
	complete: 2,
	/** It is what the board starts with next. */
	activated: 3,
} as const);
export type Phase = (typeof Phase)[keyof typeof Phase];

export class Receiver {
	/** To be read only, as the next two. */
	phase: Phase = Phase.idle;
	image: Image | undefined;
	/** Bytes of the image that are in flash. */
	received = 0;
	private readonly options: ReceiverOptions;
	private digest: Digest | undefined;

	constructor(options: ReceiverOptions) {
		this.options = options;
	}

	/** Begins with a head, or goes on if it is that of the update that was interrupted. Returns what is wrong, or undefined. */
	begin(head: Uint8Array): string | undefined {
		if (this.phase === Phase.activated) return "This board is about to restart with a new version.";
		const image = parseHead(head);
		if (typeof image === "string") return image;
		if (this.phase === Phase.receiving && isSame(image, this.image)) return undefined;
		const refusal = refusalOf(image, this.options.here) ?? this.signatureFault(image);
		if (refusal) return refusal;
		this.abandon();
		return this.attempt(() => {
			this.phase = Phase.receiving;
			this.image = image;
			this.digest = this.options.openDigest();
			this.digest.write(head.subarray(0, Field.digest));
			this.options.slot.begin();
			this.take(head.subarray(descriptionLength));
		});
	}

	/** Whether a head is that of the update that is under way. */
	goesOnWith(head: Uint8Array): boolean {
		const image = this.phase === Phase.receiving ? parseHead(head) : "";
		return typeof image !== "string" && isSame(image, this.image);
	}

	/** The next bytes of the image. Returns what is wrong, which ends the update, or undefined. */
	write(bytes: Uint8Array): string | undefined {
		const { image } = this;
		if (this.phase !== Phase.receiving || !image) return "There is no update to go on with.";
		if (this.received + bytes.length > image.size) {
			this.abandon();
			return `More has come than the ${image.size} bytes that were announced.`;
		}
		return this.attempt(() => this.take(bytes)) ?? this.digestFault(image);
	}

	/** Makes the complete image the one to start with. Returns what is wrong, which ends the update, or undefined. */
	activate(): string | undefined {
		if (this.phase !== Phase.complete) return "There is nothing to activate.";
		return this.attempt(() => {
			this.options.slot.activate();
			this.phase = Phase.activated;
		});
	}

	/** Forgets the update. An image that is activated stays so. */
	abandon(): void {
		if (this.phase === Phase.idle || this.phase === Phase.activated) return;
		this.phase = Phase.idle;
		this.image = undefined;
		this.digest = undefined;
		this.received = 0;
		this.options.slot.abort();
	}

	private take(bytes: Uint8Array): void {
		this.options.slot.write(bytes);
		this.digest?.write(bytes);
		this.received += bytes.length;
	}

	private signatureFault({ digest, signature }: Image): string | undefined {
		if (!this.options.here.signed || !signature || this.options.verify(digest, signature)) return undefined;
		return "The image is signed by another key than this board's, or was altered.";
	}

	/** Once all of the image is there, whether it is what was announced. */
	private digestFault({ size, digest }: Image): string | undefined {
		if (this.received < size) return undefined;
		const found = this.digest?.close();
		this.digest = undefined;
		if (found && equals(found, digest)) {
			this.phase = Phase.complete;
			return undefined;
		}
		this.abandon();
		return "The image was altered: its bytes are not those that were announced.";
	}

	private attempt(action: () => void): string | undefined {
		try {
			action();
			return undefined;
		} catch (error) {
			this.abandon();
			return `The flash does not take the image: ${error instanceof Error ? error.message : error}.`;
		}
	}
}

const isSame = (image: Image, other: Image | undefined): boolean =>
	other !== undefined && image.size === other.size && equals(image.digest, other.digest);

function equals(one: Uint8Array, other: Uint8Array): boolean {
	for (let i = 0; i < other.length; i++) if (one[i] !== other[i]) return false;
	return one.length === other.length;
}
