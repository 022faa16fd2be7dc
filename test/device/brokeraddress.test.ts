import { brokerAddressOf } from "../../src/device/brokeraddress.js";
import { equal, test } from "../harness.js";

test("addresses of brokers", () => {
	const right: readonly (readonly [string, string, number, string | undefined])[] = [
		["mqtt://broker.lan", "broker.lan", 1883, undefined],
		["mqtt://192.168.1.2:1884", "192.168.1.2", 1884, undefined],
		["mqtt://broker/", "broker", 1883, undefined],
		["mqtt://[fe80::1]:1884", "fe80::1", 1884, undefined],
		["mqtt://[fe80::1]", "fe80::1", 1883, undefined],
		["ws://broker", "broker", 80, "/mqtt"],
		["ws://broker:9001/", "broker", 9001, "/"],
		["ws://broker:9001/a/b?c=d", "broker", 9001, "/a/b?c=d"],
		["mqtt://broker:65535", "broker", 65_535, undefined],
	];
	for (const [url, host, port, resource] of right) equal(brokerAddressOf(url), { host, port, resource }, url);
});

test("what is none is refused in words", () => {
	const wrong: readonly (readonly [string, string])[] = [
		["broker", "expected mqtt://host"],
		["broker:1883", "expected mqtt://host"],
		["http://broker", "expected mqtt://host"],
		["MQTT://broker", "expected mqtt://host"],
		["mqtt://a://b", "expected mqtt://host"],
		["mqtts://broker", "no mqtts"],
		["wss://broker/mqtt", "no wss"],
		["mqtt://", "a name or an IP address"],
		["mqtt://:1883", "a name or an IP address"],
		["mqtt://a b", "a name or an IP address"],
		["mqtt://[fe80::1", "a name or an IP address"],
		[`mqtt://${"a".repeat(254)}`, "a name or an IP address"],
		["mqtt://me:secret@broker", "mqttUser"],
		["mqtt://broker:0", "a port from 1"],
		["mqtt://broker:65536", "a port from 1"],
		["mqtt://broker:", "a port from 1"],
		["mqtt://broker:x", "a name or an IP address"],
		["mqtt://broker/topic", "no path"],
		["ws://broker/a b", "a path without spaces"],
		["ws://broker/a#b", "a path without spaces"],
		["ws://broker/\u00e4", "a path without spaces"],
	];
	for (const [url, part] of wrong) {
		const fault = brokerAddressOf(url);
		equal([url, typeof fault === "string" && fault.includes(part)], [url, true], String(fault));
	}
});
