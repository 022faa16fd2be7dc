import { isTopicFilter, isTopicName } from "../../src/mqtt/topic.js";
import { equal, test } from "../harness.js";

test("topic names", () => {
	for (const name of ["a", "a/b", "/", "/a", "a/", " ", "ä", "$SYS/x", "a//b"]) equal(isTopicName(name), true, name);
	for (const name of ["", "#", "a/#", "+", "a+b", "a\0b"]) equal(isTopicName(name), false, name);
});

test("topic filters", () => {
	for (const filter of ["a", "#", "a/#", "+", "+/a/#", "/+", "a//b", "sport/tennis/#"])
		equal(isTopicFilter(filter), true, filter);
	for (const filter of ["", "a#", "a/b#", "#/a", "a/#/b", "a+", "+a", "a/b+/c", "##", "++", "\0"])
		equal(isTopicFilter(filter), false, filter);
});
