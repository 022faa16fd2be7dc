// What both pages load: one script, so that a browser asks the board for few files; each page starts its own part.
//
// Limit: from disk there is no board to connect to, and a page keeps saying what its HTML says.

import { startDevice } from "./devicepage.js";
import { startSetUp } from "./setuppage.js";
import { startSwitches } from "./switchespage.js";

if (location.protocol !== "file:") {
	if (document.querySelector(".device")) startDevice();
	else if (document.querySelector(".setup")) startSetUp();
	else startSwitches();
}
