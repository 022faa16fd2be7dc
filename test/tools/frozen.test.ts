import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { root } from "../../tools/root.js";

test("what is preloaded is frozen on Node, too: classes, their methods, constants; main.ts is not", async () => {
	const { frozen } = await import(join(root, "tools/frozen.mjs"));
	const contents = `
		export { Client, Phase } from "./src/mqtt/client.js";
		export { storedKeys } from "./src/device/stored.js";
	`;
	const { outputFiles } = await build({
		stdin: { contents, resolveDir: root },
		bundle: true,
		format: "esm",
		write: false,
		plugins: [frozen],
	});
	const { Client, Phase, storedKeys } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
	for (const value of [Client, Client.prototype, Client.prototype.publish, Phase, storedKeys])
		assert.ok(Object.isFrozen(value));
	// A callback with a default in the prototype cannot be assigned to.
	assert.throws(() => {
		Object.create(Client.prototype).onSubscribed = () => {};
	}, /read only/);
});
