/*
	All of the MQTT client under one name, for other projects. The firmware imports the files that it needs.
*/

export { Client, Phase, pingTimeout } from "./client.js";
export type { Text } from "./decoder.js";
export type { Opening, Subscription, Will } from "./encoder.js";
export { PacketType, type QoS, refusals, subscriptionFailure } from "./packet.js";
export { mostFilters } from "./rules.js";
export { isTopicFilter, isTopicName } from "./topic.js";
