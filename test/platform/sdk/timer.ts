export { FakeTimer as default } from "../../fakes/sockets.js";
