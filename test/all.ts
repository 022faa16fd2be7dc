/*
	Every test that needs no host.
*/

import "./device/board.test.js";
import "./device/commands.test.js";
import "./device/diagnostics.test.js";
import "./device/lastleds.test.js";
import "./device/metrics.test.js";
import "./device/names.test.js";
import "./device/network.test.js";
import "./device/sampler.test.js";
import "./device/settings.test.js";
import "./device/state.test.js";
import "./device/uptime.test.js";
import "./fuzz/connection.test.js";
import "./fuzz/fuzzer.test.js";
import "./fuzz/head.test.js";
import "./fuzz/session.test.js";
import "./fuzz/utf8.test.js";
import "./grammar/grammar.test.js";
import "./http/representation.test.js";
import "./http/request.test.js";
import "./http/response.test.js";
import "./http/responsehead.test.js";
import "./http/target.test.js";
import "./json/json.test.js";
import "./server/connectedclient.test.js";
import "./server/exchange.test.js";
import "./server/hub.test.js";
import "./server/lingering.test.js";
import "./server/origin.test.js";
import "./server/outbox.test.js";
import "./server/place.test.js";
import "./server/respond.test.js";
import "./server/secret.test.js";
import "./switches/history.test.js";
import "./switches/message.test.js";
import "./switches/names.test.js";
import "./switches/switches.test.js";
import "./switches/visible.test.js";
import "./websocket/assembler.test.js";
import "./websocket/clienthandshake.test.js";
import "./websocket/connection.test.js";
import "./websocket/handshake.test.js";
import "./websocket/mask.test.js";
import "./websocket/utf8.test.js";
