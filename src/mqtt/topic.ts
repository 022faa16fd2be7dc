/*
	Topic names and topic filters (§4.7). A name says where a message goes; a filter, which may have wildcards, what is wanted.

	How long they may be in UTF-8 is checked where they are encoded.
*/

/** Whether a topic name may be published to: one character at least (§4.7.3), no wildcard (§3.3.2.1), no U+0000 (§1.5.3). */
export const isTopicName = (name: string): boolean =>
	name.length > 0 && !name.includes("#") && !name.includes("+") && !name.includes("\0");

/** Whether a topic filter may be subscribed to: its wildcards fill their levels, and "#" the last one (§4.7.1). */
export function isTopicFilter(filter: string): boolean {
	if (filter.length === 0 || filter.includes("\0")) return false;
	const levels = filter.split("/");
	return levels.every((level, i) => {
		if (level === "#") return i === levels.length - 1;
		return level === "+" || !(level.includes("#") || level.includes("+"));
	});
}
