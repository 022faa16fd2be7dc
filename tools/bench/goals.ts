// The goals (goals.json), and how far the figures are from them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.js";
import type { Figures } from "./figures.js";
import { digits, thousands } from "./statistics.js";
import { type Cell, measured, notMeasured, type Table } from "./table.js";

export interface Goal {
	readonly goal: string;
	readonly unit: string;
	/** The most or the least that it may be: one of them. */
	readonly most?: number;
	readonly least?: number;
	/** Its name among the figures. */
	readonly figure: string;
	/** The same of others: text, with the names of figures in braces. */
	readonly peers: string;
}

export const goals: readonly Goal[] = JSON.parse(readFileSync(join(root, "tools/bench/goals.json"), "utf8"));

/** "met", or by how much it is missed. */
export function judge({ most, least }: Goal, value: number): string {
	const limit = most ?? least ?? 0;
	if (most === undefined ? value >= limit : value <= limit) return "met";
	return limit === 0
		? `${digits(value)} too many`
		: `${(Math.max(value, limit) / Math.min(value, limit)).toFixed(2)}× off`;
}

const amount = (value: number, unit: string) =>
	`${Number.isInteger(value) ? thousands(value) : digits(value)}${unit === "×" ? unit : unit && ` ${unit}`}`;

const legend = [
	"Others: the SDK's `network/websocket`, which checks nothing, and its ECMA-419 `websocketclient`.",
	"Against it: how many times as many computrons of the SDK's XS it takes, both on TCP.",
	"RAM and garbage are slots and chunks of XS.",
	"What a received message leaves as garbage is the view that the SDK's native XOR needs.",
	"Virtual time: 0 ms means that the message is sent as soon as the settle time ends.",
].join(" ");

/** What is said of others: measured where it has figures in it, and not there until all of them are. */
function peersCell(peers: string, figures: Figures): Cell {
	const names = [...peers.matchAll(/\{(.+?)\}/g)].map(([, name]) => name);
	if (names.length === 0) return peers;
	if (!names.every((name) => figures.has(name))) return notMeasured;
	return measured(peers.replace(/\{(.+?)\}/g, (_, name) => thousands(Math.round(figures.get(name) ?? 0))));
}

/**
 * `exact`: the figures that are the same on every machine; the others, and those of the peers, may be measured, or not be
 * there.
 */
export function goalTable(exact: Figures, others: Figures, peerFigures: Figures, note: string): Table {
	const known = new Map([...others, ...peerFigures]);
	const rows = goals.map((goal): Cell[] => {
		const { most, least, unit, figure } = goal;
		const peers = peersCell(goal.peers, known);
		const limit = `${most === undefined ? "≥" : "≤"} ${amount(most ?? least ?? 0, unit)}`;
		const value = exact.get(figure);
		if (value !== undefined) return [goal.goal, limit, amount(value, unit), judge(goal, value), peers];
		const other = others.get(figure);
		if (other === undefined) return [goal.goal, limit, notMeasured, notMeasured, peers];
		return [goal.goal, limit, measured(amount(other, unit)), measured(judge(goal, other)), peers];
	});
	return { name: "goals", head: ["", "goal", "here", "how far", "others"], rows, legend, note };
}
