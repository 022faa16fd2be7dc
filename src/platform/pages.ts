/*
	Pages straight from flash: a Resource is memory-mapped, so a page is a view of it and costs no RAM but the view.
	Each page is looked up and digested once, for its entity tag.
*/

import Resource from "Resource";
import type { Page, Pages } from "../server/ports.js";
import { sha1 } from "./digest.js";

class FlashPages implements Pages {
	private readonly found = new Map<string, Page>();

	find(name: string, gzip: boolean): Page | undefined {
		return (gzip ? this.load(`${name}.gz`, true) : undefined) ?? this.load(name, false);
	}

	private load(file: string, gzip: boolean): Page | undefined {
		const known = this.found.get(file);
		if (known || !Resource.exists(file)) return known;
		// A Resource is a host buffer: the typings do not know that a view may be made of one.
		const flash = new Resource(file) as unknown as ArrayBuffer;
		const page = { bytes: new Uint8Array(flash), etag: `"${sha1(flash).slice(0, 12)}"`, gzip };
		this.found.set(file, page);
		return page;
	}
}

export const openPages = (): Pages => new FlashPages();
