// The device under test, in a process of its own, and its switches.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import { root } from "../../root.js";
import { clock } from "./clock.js";

/** When a switch was moved: on the monotonic clock, and since 1970, both in ms. */
export interface Edge {
	readonly edge: number;
	readonly epoch: number;
}

export class Bed {
	readonly address: URL;
	private readonly board: string;
	private readonly child: ChildProcess;
	private on = false;

	private constructor(child: ChildProcess, address: string, board: string) {
		this.child = child;
		this.address = new URL(address);
		this.board = board;
	}

	/** Starts the device with these words of `npm start`. */
	static async start(words: readonly string[]): Promise<Bed> {
		const program = ["tools/run.mjs", "tools/bench/latency/device.ts", "--port", "0", "--board-port", "0"];
		const child = spawn(process.execPath, [...program, ...words], {
			cwd: root,
			stdio: ["ignore", "pipe", "inherit", "ipc"],
		});
		let printed = "";
		for await (const text of child.stdout!.iterator({ destroyOnReturn: false })) {
			printed += text;
			const addresses = /device page +(\S+)\s+virtual board +(\S+)/.exec(printed);
			if (!addresses) continue;
			child.stdout!.resume();
			return new Bed(child, addresses[1], addresses[2]);
		}
		throw new Error(`the desktop host did not start:\n${printed}`);
	}

	/** Moves switch 1; returns when it was moved. */
	async flip(): Promise<Edge> {
		this.on = !this.on;
		const before = clock();
		const edge = nextEdge(this.child);
		const url = new URL("board/switches/1", this.board);
		const response = await fetch(url, { method: "PUT", body: this.on ? "On" : "Off" });
		if (response.status !== 204) throw new Error(`flip: ${response.status} ${await response.text()}`);
		const moved = await edge;
		if (moved.edge < before) throw new Error("flip: told of an edge from before");
		return moved;
	}

	async close(): Promise<void> {
		if (this.child.exitCode !== null) return;
		this.child.kill();
		await once(this.child, "exit");
	}
}

/** What the device tells of the next edge. The desktop host that it is tells of other things, too. */
function nextEdge(child: ChildProcess): Promise<Edge> {
	return new Promise((resolve) => {
		const take = (message: object): void => {
			if (!("edge" in message)) return;
			child.off("message", take);
			resolve(message as Edge);
		};
		child.on("message", take);
	});
}
