/*
	The subjects by name. Peers are loaded from the SDK, whose folder is given.
*/

import { codec } from "./codec.js";
import { load as loadClient } from "./peers/client.js";
import { load as loadWebSocket } from "./peers/websocket.js";
import { platform } from "./platform.js";
import type { Subject } from "./subject.js";
import { codecOnTCP } from "./tcp.js";

const own: Readonly<Record<string, Subject>> = { codec, "codec on TCP": codecOnTCP, platform };

const peers: Readonly<Record<string, (moddable: string) => Promise<Subject>>> = {
	websocket: loadWebSocket,
	websocketclient: loadClient,
};

export const subjectOf = (name: string, moddable: string): Subject | Promise<Subject> =>
	own[name] ?? peers[name](moddable);
