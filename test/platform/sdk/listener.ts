export { FakeListener as default } from "../../fakes/sockets.js";
