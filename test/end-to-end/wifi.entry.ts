// The desktop host with a Wi-Fi whose access point goes and comes back at the words "drop" and "regain" on stdin.

import { createInterface } from "node:readline";
import { accessPoint } from "../../tools/simulator/accesspoint.js";
import "../../tools/simulator/main.js";

// Its supervisor, which runs this file, too, does not listen.
if (process.send)
	for await (const line of createInterface({ input: process.stdin })) {
		if (line === "drop") accessPoint.drop();
		if (line === "regain") accessPoint.regain();
	}
