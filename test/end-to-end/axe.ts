/*
	axe-core, which looks for what keeps people with a screen reader, a keyboard or weak eyes out of a page.

	Strategy: its source is evaluated in the page from outside, where the page's Content-Security-Policy has no say.
*/

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
	run(): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }>;
}

/** What axe finds in the page as it is now, one text for each place; the rules that are only best practice as well. */
export async function faultsOf(page: Page): Promise<string[]> {
	await page.evaluate(source);
	const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
	);
}
