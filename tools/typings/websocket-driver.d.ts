/*
 * What the benches use of websocket-driver 0.8, which has no typings.
 */

declare module "websocket-driver/lib/websocket/driver/hybi.js" {
	export default class Hybi {
		constructor(request: object, url: string, options: { requireMasking: boolean });
		readonly io: { on(event: "data", listener: (bytes: Buffer) => void): void };
		on(event: "message", listener: (event: { data: Buffer | string }) => void): void;
		start(): boolean;
		parse(bytes: Buffer): void;
		binary(payload: Buffer): boolean;
	}
}
