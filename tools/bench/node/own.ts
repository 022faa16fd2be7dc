// The codec of src/websocket/ on Node: server role, messages put together as ws does.

import { Assembler } from "../../../src/websocket/assembler.js";
import { Connection } from "../../../src/websocket/connection.js";
import { Opcode, Role } from "../../../src/websocket/frame.js";
import { maskWords } from "../../../src/websocket/mask.js";
import type { Subject } from "./subject.js";

export const own: Subject = {
	name: "here",
	open(tally, written) {
		const assembler = new Assembler();
		const connection = new Connection<undefined>(
			{
				role: Role.server,
				mask: maskWords,
				maxMessage: 1 << 20,
				write: (bytes) => written(bytes.length),
				onFragment(_opcode, bytes, left, last) {
					const message = assembler.add(bytes, left, last);
					if (!message) return;
					tally.messages++;
					tally.bytes += message.length;
				},
			},
			undefined,
		);
		return {
			receive: (bytes) => connection.receive(bytes),
			send: (payload) => connection.send(Opcode.binary, payload),
		};
	},
};
