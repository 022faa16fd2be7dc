// A picture of the latencies for the README: a bar for each way of seeing a change, up to the median, and on to the 99th
// percentile; logarithmic, since they differ so much. Readable on light and dark pages, without fonts of its own.

import { digits } from "../statistics.js";

export interface Bar {
	readonly name: string;
	/** ms. */
	readonly median: number;
	readonly high: number;
}

const width = 720;
const left = 210;
const right = 125;
const top = 44;
const step = 34;
const thickness = 16;

const style = `
	text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
	.small { font-size: 11px; fill: #59636e }
	.grid { stroke: #d1d9e0 }
	.ours { fill: #0969da }
	.others { fill: #8c959f }
	.high { opacity: 0.35 }
	@media (prefers-color-scheme: dark) {
		text { fill: #f0f6fc }
		.small { fill: #9198a1 }
		.grid { stroke: #3d444d }
		.ours { fill: #4493f8 }
		.others { fill: #9198a1 }
	}`;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const round = (value: number) => Math.round(value * 10) / 10;

/** The picture; the first `ours` bars are this firmware's. */
export function chart(title: string, bars: readonly Bar[], ours: number, note: string): string {
	const decades = [10, 100, 1000];
	const least = 10;
	const most = Math.max(1000, ...bars.map(({ high }) => high));
	const x = (value: number) =>
		round(left + ((width - left - right) * Math.log10(Math.max(value, least) / least)) / Math.log10(most / least));
	const bottom = top + bars.length * step;
	const height = bottom + 44;
	const grid = decades.flatMap((value) => [
		`<line class="grid" x1="${x(value)}" y1="${top - 6}" x2="${x(value)}" y2="${bottom}"/>`,
		`<text class="small" x="${x(value)}" y="${bottom + 15}" text-anchor="middle">${value} ms</text>`,
	]);
	const rows = bars.flatMap(({ name, median, high }, i) => {
		const y = top + i * step;
		const kind = i < ours ? "ours" : "others";
		const bar = (end: number, more: string) =>
			`<rect class="${kind}${more}" x="${left}" y="${y}" width="${Math.max(1, round(x(end) - left))}" height="${thickness}"/>`;
		return [
			`<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escaped(name)}</text>`,
			bar(high, " high"),
			bar(median, ""),
			`<text class="small" x="${x(high) + 8}" y="${y + 12}">${digits(median)} / ${digits(high)} ms</text>`,
		];
	});
	const lines = [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
		`<style>${style}\n</style>`,
		`<text x="0" y="20">${escaped(title)}</text>`,
		...grid,
		...rows,
		`<text class="small" x="0" y="${height - 6}">${escaped(note)}</text>`,
		"</svg>",
	];
	return `${lines.join("\n")}\n`;
}
