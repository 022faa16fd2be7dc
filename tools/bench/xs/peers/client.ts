/*
	Peer: the SDK's ECMA-419 websocketclient, attached to a TCP connection as a server's end. Out of $MODDABLE.
*/

import { type Opened, type Subject, type Tally, unlimited } from "../subject.js";

interface Client {
	read(count: number): ArrayBuffer;
	write(message: Uint8Array): void;
}

interface Options {
	readonly attach: TCP;
	onReadable(this: Client, count: number, options: { readonly more: boolean }): void;
	onControl(): void;
	onClose(): void;
	onError(): void;
}

type ClientClass = new (options: Options) => Client;

export async function load(moddable: string): Promise<Subject> {
	const Client: ClientClass = (await import(`${moddable}/examples/io/tcp/websocketclient/websocketclient.js`)).default;
	let total: Tally;
	function onReadable(this: Client, count: number, { more }: { readonly more: boolean }): void {
		total.bytes += this.read(count).byteLength;
		if (!more) total.messages++;
	}
	function nothing(): void {}
	return {
		open(tally): Opened {
			total = tally;
			const options = { attach: new TCP(), onReadable, onControl: nothing, onClose: nothing, onError: nothing };
			const client = new Client(options);
			const tcp = TCP.newest();
			TCP.drain(tcp, unlimited);
			return {
				parts: client,
				receive: (bytes) => TCP.arrive(tcp, bytes),
				send: (payload) => client.write(payload),
				written: () => TCP.sent(tcp),
			};
		},
	};
}
