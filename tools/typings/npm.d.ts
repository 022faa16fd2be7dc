/*
 * What the npm package @moddable/typings 5.6.0 lacks beside the SDK's own typings: for plain tsc only (mcconfig has the
 * SDK's). Shapes as in the SDK 8.2.3; delete an entry once the package carries it.
 */

declare module "embedded:network/interface/wifi" {
	export type WiFiChangedProperty = "connection" | "address";

	export default class WiFi {
		constructor(options: { onChanged?: (property: WiFiChangedProperty) => void });
		close(): void;
		connect(options: { SSID: string; password?: string }): void;
		disconnect(): void;
		configure(options: { static?: { address: string; mask: string; gateway: string } }): void;
		/** 200 disconnected, 300 connecting, 400 associated, 500 with an IP address. */
		readonly connection: number;
		readonly address: string | undefined;
		readonly MAC: string | undefined;
		readonly SSID: string | undefined;
		readonly RSSI: number | undefined;
	}
}

declare module "embedded:io/serial" {
	class Serial {
		constructor(options: {
			port: number;
			transmit: number;
			receive: number;
			baud: number;
			format?: "number" | "buffer";
			onReadable?: (this: Serial, count: number) => void;
			onWritable?: (this: Serial, count: number) => void;
			target?: unknown;
		});
		close(): void;
		/** What waits; undefined when nothing does. */
		read(): number | ArrayBuffer | undefined;
		/** All or nothing: throws "output full". */
		write(value: number | ByteBuffer): void;
	}
	export default Serial;
}

declare module "embedded:io/digitalbank" {
	class DigitalBank {
		static readonly Input: number;
		static readonly InputPullUp: number;
		static readonly InputPullDown: number;
		static readonly Output: number;
		constructor(options: {
			pins: number;
			mode: number;
			activeLow?: boolean;
			initialValue?: number;
			rises?: number;
			falls?: number;
			onReadable?: (this: DigitalBank, trigger: number) => void;
			target?: unknown;
		});
		close(): void;
		read(): number;
		write(value: number): void;
	}
	export default DigitalBank;
}
