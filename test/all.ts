/*
	Every test that needs no host.
*/

import "./fuzz/connection.test.js";
import "./fuzz/fuzzer.test.js";
import "./fuzz/head.test.js";
import "./fuzz/session.test.js";
import "./fuzz/utf8.test.js";
import "./http/representation.test.js";
import "./http/request.test.js";
import "./http/response.test.js";
import "./http/target.test.js";
import "./server/board.test.js";
import "./server/crosssite.test.js";
import "./server/device.test.js";
import "./server/hub.test.js";
import "./server/names.test.js";
import "./server/output.test.js";
import "./server/respond.test.js";
import "./server/secret.test.js";
import "./server/session.test.js";
import "./server/settings.test.js";
import "./server/station.test.js";
import "./server/uptime.test.js";
import "./server/watch.test.js";
import "./switches/history.test.js";
import "./switches/json.test.js";
import "./switches/message.test.js";
import "./switches/names.test.js";
import "./switches/switches.test.js";
import "./websocket/assembler.test.js";
import "./websocket/connection.test.js";
import "./websocket/handshake.test.js";
import "./websocket/mask.test.js";
import "./websocket/utf8.test.js";
