import { encodeHead, encodeReason } from "../../src/http/response.js";
import { asciiOf } from "../fakes/text.js";
import { equal, test } from "../harness.js";

test("a head is a status line, fields, and an empty line", () => {
	equal(asciiOf(encodeHead(404, [["Content-Length", "0"]])), "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
	equal(asciiOf(encodeHead(599, [])), "HTTP/1.1 599 \r\n\r\n");
});

test("a reason is a small text", () => {
	equal(asciiOf(encodeReason(400, "Why.")), "400 Bad Request\n\nWhy.\n");
});
