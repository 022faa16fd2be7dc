// Waits until a board that has taken an update says what has become of it. Asking is what confirms the new version.

import { open } from "./sender.js";

export interface Outcome {
	readonly failed: boolean;
	/** A sentence. */
	readonly note: string;
}

export interface OutcomeOptions {
	readonly url: URL;
	readonly token: string;
	note(line: string): void;
	/** For how long, in ms: a trial, and what comes before and after it. */
	readonly patience?: number;
	/** Between two questions. */
	readonly pause?: number;
}

interface Device {
	readonly version?: string;
	readonly build?: string;
	readonly uptime: number;
	readonly update?: { readonly outcome?: string; readonly note?: string };
}

export async function awaitOutcome({
	url,
	token,
	note,
	patience = 300_000,
	pause = 1000,
}: OutcomeOptions): Promise<Outcome> {
	const start = performance.now();
	let onTrial = false;
	while (performance.now() - start < patience) {
		await new Promise((resolve) => setTimeout(resolve, pause));
		const device = await ask(url, token).catch(() => undefined);
		// One that has not restarted yet speaks of the update before.
		if (!device || device.uptime > performance.now() - start) continue;
		const { version = "", build, update } = device;
		const name = build ? `${version} (${build})` : version;
		if (update?.outcome === "failed") return { failed: true, note: update.note ?? "The update has failed." };
		if (update?.outcome === "confirmed") return { failed: false, note: `Version ${name} runs and is confirmed.` };
		if (!onTrial) note(`version ${name} runs, on trial …`);
		onTrial = true;
	}
	return { failed: true, note: `The board has not been seen for ${patience / 1000} s.` };
}

/** What a board tells first at /device. */
function ask(url: URL, token: string): Promise<Device> {
	return new Promise((resolve, reject) => {
		const socket = open(url, "/device", token, 5000);
		socket.on("message", (data) => {
			resolve(JSON.parse(String(data)).device);
			socket.close();
		});
		socket.on("error", reject);
		socket.on("close", () => reject(new Error("closed")));
	});
}
