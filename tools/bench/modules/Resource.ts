/*
	Stand-in for the SDK's "Resource": a page of the size that a real one has. Its bytes are made at the start, since on the device
	they lie in flash.
*/

const page = new ArrayBuffer(5000);

export default class Resource {
	static exists(name: string): boolean {
		return name === "index.html.gz";
	}

	constructor(_name: string) {
		// biome-ignore lint/correctness/noConstructorReturn: on the device a Resource is a buffer of flash
		return page;
	}
}
