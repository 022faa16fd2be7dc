/*
 * `embedded:io/socket/listener` (ECMA-419 §16.3) as on the ESP32, where one listens on every address: the SDK's for the station,
 * which hears nobody while the board is in no network, and while the access point is open another one for its guests, at
 * `setupPort`. Those come from an address of its network.
 *
 * Limits: guests can be told by `remoteAddress` only until they are taken over.
 */

import type TCP from "embedded:io/socket/tcp";
import { openAir } from "airwaves";
import config from "mc/config";
import SDKListener from "sdklistener";
import Timer from "timer";

export interface Options {
	port?: number;
	onReadable?: (this: Listener, count: number) => void;
	format?: "socket/tcp";
	target?: unknown;
}

class Listener {
	readonly target: unknown;
	#onReadable: Options["onReadable"];
	#station: SDKListener;
	#guests: SDKListener | undefined;
	#waiting: TCP[] = [];
	#told = false;

	constructor(options: Options) {
		const { port, onReadable, target } = options;
		const air = openAir();
		this.target = target;
		this.#onReadable = onReadable;
		this.#station = new SDKListener({
			port,
			onReadable: (count) => this.#take(this.#station, count, () => air.isUp || !air.networks),
		});
		air.onAccessPoint = () => this.#followAccessPoint();
		this.#followAccessPoint();
	}

	get port(): number {
		return this.#station.port;
	}

	get format(): "socket/tcp" {
		return "socket/tcp";
	}

	read(): TCP | undefined {
		return this.#waiting.shift();
	}

	close(): void {
		this.#station.close();
		this.#guests?.close();
		this.#guests = undefined;
		for (const tcp of this.#waiting.splice(0)) tcp.close();
	}

	#followAccessPoint(): void {
		const { accessPoint } = openAir();
		if (!accessPoint) {
			this.#guests?.close();
			this.#guests = undefined;
			return;
		}
		if (this.#guests) return;
		const guests = new SDKListener({
			port: Number(config.setupPort),
			onReadable: (count) =>
				this.#take(guests, count, (tcp) => {
					const value = `${accessPoint.address.slice(0, -1)}2`;
					Object.defineProperty(tcp, "remoteAddress", { value });
					return true;
				}),
		});
		this.#guests = guests;
	}

	#take(from: SDKListener, count: number, isHeard: (tcp: TCP) => boolean): void {
		for (; count > 0; count--) {
			const tcp = from.read();
			if (!tcp) continue;
			if (isHeard(tcp)) this.#waiting.push(tcp);
			else tcp.close();
		}
		if (this.#told || this.#waiting.length === 0) return;
		this.#told = true;
		Timer.set(() => {
			this.#told = false;
			if (this.#waiting.length) this.#onReadable?.call(this, this.#waiting.length);
		});
	}
}

export default Listener;
