// What test/platform/vitals.test.ts bundles, with the native module answered by sdk/: the ring's vitals, and the numbers.

export { openVitals } from "../../src/platform/vitals.js";
export { asked, numbers } from "./sdk/vitals.js";
