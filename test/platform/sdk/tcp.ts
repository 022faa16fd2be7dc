export { FakeTCP as default } from "../../fakes/sockets.js";
