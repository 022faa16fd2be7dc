/*
	The host-free tests under node:test.
*/

import { test } from "node:test";
import { registered } from "./harness.js";
import "./all.js";

for (const { name, body } of registered()) test(name, body);
