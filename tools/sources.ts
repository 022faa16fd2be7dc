// The modules of src/, by folder, as the manifest names them: "websocket/frame".

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.js";

/** Folders that know no host: they run wherever a test does. */
export const pureFolders = [
	"grammar",
	"websocket",
	"http",
	"json",
	"mqtt",
	"dns",
	"improv",
	"switches",
	"update",
	"server",
	"device",
] as const;

export const folders = [...pureFolders, "platform"] as const;
export type Folder = (typeof folders)[number];

/** What the firmware does not use: a mask for engines without a native one, and what gathers it all. */
export const forOthers: readonly string[] = [
	"http/index",
	"mqtt/index",
	"websocket/index",
	"websocket/mask",
	"websocket/names",
];

/** The modules in some folders, in alphabetical order. */
export const modulesIn = (chosen: readonly Folder[]): string[] =>
	chosen.flatMap((folder) =>
		readdirSync(join(root, "src", folder))
			.filter((file) => file.endsWith(".ts"))
			.map((file) => `${folder}/${file.slice(0, -3)}`),
	);
