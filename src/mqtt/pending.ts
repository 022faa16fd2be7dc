/*
	What a client has sent and is not answered yet, in the order of sending, by Packet Identifier (§2.3.1, §4.6).
*/

import type { PacketType } from "./packet.js";

export type PendingType = typeof PacketType.publish | typeof PacketType.subscribe | typeof PacketType.unsubscribe;

interface Item {
	readonly id: number;
	readonly type: PendingType;
	/** How many answers a SUBSCRIBE wants. */
	readonly count: number;
	/** A PUBLISH that may have to be sent again. */
	readonly packet: Uint8Array | undefined;
}

const highestId = 0xffff;

export class Pending {
	/** The oldest first. To be read only. */
	items: Item[] = [];
	private lastId = 0;

	add(id: number, type: PendingType, count: number, packet?: Uint8Array): void {
		this.lastId = id;
		this.items.push({ id, type, count, packet });
	}

	/** What `id` has been awaited for, and is no more. */
	settle(id: number, type: PendingType): Item | undefined {
		const i = this.items.findIndex((item) => item.id === id && item.type === type);
		return i < 0 ? undefined : this.items.splice(i, 1)[0];
	}

	/** A connection is opened anew: with a clean session nothing of the former one counts, otherwise the packets do. */
	restart(clean: boolean): void {
		this.items = clean ? [] : this.items.filter(({ packet }) => packet);
	}

	/** §2.3.1: a currently unused Packet Identifier, not 0. */
	freeId(): number {
		let id = this.lastId;
		do id = id === highestId ? 1 : id + 1;
		while (this.items.some((item) => item.id === id));
		return id;
	}
}
