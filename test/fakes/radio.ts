/*
	A radio whose networks are in the test's hand, and that fails on demand.
*/

import type { Credentials, FoundNetwork, JoinFault, NetworkInterface, Radio, Spot } from "../../src/device/ports.js";

/** A radio whose networks are in the test's hand. */
export class FakeRadio implements NetworkInterface, Radio {
	onChanged = () => {};
	address: string | undefined;
	lost = true;
	fault: JoinFault | undefined;
	linked = false;
	readonly signal = undefined;
	spot: Spot | undefined;
	found: readonly FoundNetwork[] | undefined;
	readonly accessPointAddress = "172.29.0.1";
	readonly mac: string | undefined = "24:0a:c4:00:ab:1f";
	readonly events: string[] = [];
	/** What cannot be done. */
	fails = "";

	private note(event: string): void {
		this.events.push(event);
		if (this.fails && event.startsWith(this.fails)) throw new Error("no radio");
	}

	join({ ssid, password }: Credentials, spot?: Spot): void {
		this.note(`join ${ssid} ${password}${spot ? ` at ${spot.channel} ${spot.bssid}` : ""}`.trim());
		this.address = undefined;
		this.linked = false;
		this.lost = false;
		this.fault = undefined;
	}

	leave(): void {
		this.note("leave");
		this.linked = false;
		this.lost = true;
		this.address = undefined;
	}

	scan(): void {
		this.note("scan");
		this.found = undefined;
	}

	openAccessPoint(ssid: string, password: string, uri: string): void {
		this.note(`open ${ssid} ${password} ${uri}`);
	}

	closeAccessPoint(): void {
		this.note("close");
	}

	isGuest(): boolean {
		return false;
	}

	/** The network has let us in, and perhaps given us an address; or has not. */
	joined(address?: string): void {
		this.linked = true;
		this.address = address;
		this.onChanged();
	}

	refused(fault: JoinFault): void {
		this.linked = false;
		this.lost = true;
		this.fault = fault;
		this.onChanged();
	}

	take(): string[] {
		return this.events.splice(0);
	}
}
