/*
	The vocabulary of MQTT 3.1.1 (OASIS Standard, 29 October 2014): packet types (§2.2.1), the return codes of CONNACK
	(§3.2.2.3), qualities of service (§4.3). Wire numbers have their names here.

	The bits of a PUBLISH's first byte are the exception, written out where it is read or made: DUP 0x08, QoS 0x06, RETAIN 0x01.
*/

/** What a control packet is: the upper half of its first byte (§2.2.1). */
export const PacketType = Object.freeze({
	connect: 1,
	connack: 2,
	publish: 3,
	puback: 4,
	pubrec: 5,
	pubrel: 6,
	pubcomp: 7,
	subscribe: 8,
	suback: 9,
	unsubscribe: 10,
	unsuback: 11,
	pingreq: 12,
	pingresp: 13,
	disconnect: 14,
} as const);
export type PacketType = (typeof PacketType)[keyof typeof PacketType];

/** At most once, or at least once (§4.3). Exactly once is not spoken here. */
export type QoS = 0 | 1;

/** The return code of a SUBACK for a subscription that the server does not allow (§3.9.3). Others are the QoS granted. */
export const subscriptionFailure = 0x80;

/** Why a server does not accept a connection, by its return code (§3.2.2.3), for people. */
export const refusals: readonly string[] = Object.freeze([
	"",
	"the broker does not speak MQTT 3.1.1",
	"the broker rejects the client identifier",
	"the broker is unavailable",
	"the broker knows no such user name and password",
	"the broker does not authorize this client",
]);

/** The longest string, or will or password, that a packet has room for (§1.5.3). */
export const longestString = 0xffff;

/** The longest remaining length (§2.2.3). */
export const longestRemaining = 268_435_455;
