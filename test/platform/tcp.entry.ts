// What test/platform/tcp.test.ts bundles, with the SDK's modules answered by sdk/: the ring's TCP and the fakes it then uses.

export { listen } from "../../src/platform/tcp.js";
export * from "../fakes/sockets.js";
