/*
	All of the codec under one name, for other projects. The firmware imports the files that it needs.
*/

export { Assembler } from "./assembler.js";
export { ClientConnection } from "./client.js";
export {
	answerFields,
	encodeUpgrade,
	judgeAnswer,
	type Opening,
	type Outcome,
	type UpgradeResponse,
} from "./clienthandshake.js";
export { Connection } from "./connection.js";
export { checkUtf8, encodeFrame, type Host, isCloseCode } from "./frame.js";
export {
	type Answer,
	answerUpgrade,
	asksForWebSocket,
	type Sha1,
	type UpgradeRequest,
} from "./handshake.js";
export { maskWords, portable } from "./mask.js";
export { CloseCode, finBit, type MessageOpcode, Opcode, Phase } from "./names.js";

/** The fields of a request that `answerUpgrade` asks for. */
export const upgradeRequestFields: readonly string[] = Object.freeze([
	"upgrade",
	"connection",
	"sec-websocket-version",
	"sec-websocket-key",
	"sec-websocket-protocol",
	"sec-websocket-extensions",
]);
