import { readSettings } from "../../src/device/settings.js";
import { config } from "../fakes/server.js";
import { equal, test, throws } from "../harness.js";

test("values come as they are, or as text from the command line", () => {
	const { port, echo, switches } = readSettings({
		...config,
		port: "8080",
		echo: "true",
		"switches.pins": "1,2,3,4,5,6,7,8",
		"switches.activeLow": "false",
	});
	equal([port, echo, switches.activeLow], [8080, true, false]);
	equal(switches.pins, [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a key to check signatures with, or none", () => {
	equal(readSettings(config).updateKey.length, 0);
	const { updateKey } = readSettings({ ...config, updateKey: `0aFf${"00".repeat(61)}10` });
	equal([updateKey.length, updateKey[0], updateKey[1], updateKey[63]], [64, 0x0a, 0xff, 0x10]);
});

test("a wrong value is named, with what was expected", () => {
	const wrong: readonly (readonly [string, unknown, string])[] = [
		["port", "http", 'config port: expected a whole number from 0 to 65535, got "http"'],
		["port", 65_536, "config port"],
		["port", "-1", "config port"],
		["port", 1.5, "config port"],
		["port", "", "config port"],
		["port", undefined, "got nothing"],
		["name", "", "config name"],
		["name", "-x", "config name"],
		["name", "a b", "config name"],
		["board", undefined, "config board"],
		["version", 5, "config version"],
		["build", "x".repeat(65), "config build: expected a text of at most 64 bytes"],
		["settle", "20ms", "config settle"],
		["maxClients", 0, "config maxClients"],
		["maxMessage", 124, "config maxMessage"],
		["maxConnections", 1, "config maxClients: 2 do not fit into 1 connections; give maxConnections=4, too"],
		["pingTimeout", -1, "config pingTimeout"],
		["mdns", "on", "config mdns: expected true or false"],
		["echo", "yes", "config echo: expected true or false"],
		["mqtt", "broker", "config mqtt: expected mqtt://host"],
		["mqtt", "mqtts://broker", "config mqtt: there is no mqtts here"],
		["mqttUser", 5, "config mqttUser"],
		["mqttPrefix", "", "config mqttPrefix"],
		["mqttPrefix", "a/#", "config mqttPrefix"],
		["discoveryPrefix", "/a", "config discoveryPrefix"],
		["token", "short", "config token: expected 8 to 64 letters"],
		["token", "with a space", "config token"],
		["tokenFor", "nobody", "config tokenFor: expected control or all"],
		["tokenFor", "all", "config tokenFor: all needs a token"],
		["tls", true, "config tls: expected off or on or only"],
		["tlsPort", 0, "config tlsPort: expected a whole number from 1 to 65535"],
		["maxTlsSessions", 0, "config maxTlsSessions"],
		["tlsHeapFloor", -1, "config tlsHeapFloor"],
		["hosts", 5, "config hosts"],
		["hosts", "a.lan,http://x", 'config hosts: expected names without scheme or port, got "http://x"'],
		["hosts", "a.lan:8080", "config hosts"],
		["hosts", "a.lan/", "config hosts"],
		["hosts", "a b", "config hosts"],
		["hosts", "*", "config hosts"],
		["origins", "panel.example", "config origins: expected * or origins such as https://panel.example"],
		["origins", "https://a.example, b.example", 'got "b.example"'],
		["origins", "https://", "config origins"],
		["origins", "https:a.example", "config origins"],
		["origins", "://a.example", "config origins"],
		["origins", "a://b://c", "config origins"],
		["origins", "https://a.example/", "config origins"],
		["origins", "https://*.example", "config origins"],
		["origins", "https://u@a.example", "config origins"],
		["origins", "https://a.example:http", "config origins"],
		["origins", "https://a.example:443", "config origins"],
		["origins", "http://a.example:80", "config origins"],
		["origins", "null", "config origins"],
		["origins", undefined, "config origins"],
		["requireOrigin", "", "config requireOrigin"],
		["updateKey", "abcd", "config updateKey: expected 128 hexadecimal digits"],
		["updateKey", "g".repeat(128), "config updateKey: expected 128 hexadecimal digits"],
		["confirmWithin", 9999, "config confirmWithin: expected a whole number from 10000"],
		["ssid", 5, "config ssid"],
		["ssid", "x".repeat(33), "config ssid"],
		["ssid", "é".repeat(17), "config ssid: expected a text of at most 32 bytes"],
		["switches", {}, "config switches.pins: expected a list of 8 pins, got nothing"],
		["switches.pins", "1,2,3", "config switches.pins"],
		["switches.pins", "1,2,3,4,5,6,7,7", "config switches.pins: expected pins that are all different"],
		["switches.pins", "1,2,3,4,5,6,7,32", "config switches.pins: expected a whole number from 0 to 31"],
		["switches.activeLow", "low", "config switches.activeLow"],
		["leds.pins", "4", "config leds.pins: pin 4 is one of switches.pins, too"],
		["leds.pins", "0,1,2,3,5,6,7,8,9", "config leds.pins: expected a list of 0 to 8 pins"],
	];
	for (const [key, value, message] of wrong) throws(() => readSettings({ ...config, [key]: value }), message);
});

test("the device's own name, and those it is given", () => {
	const { origins } = readSettings({
		...config,
		name: "Board",
		hosts: "Panel.example, 10-0-0-7.lan",
		origins: "https://a.example",
	});
	equal([origins.name, origins.hosts], ["board", ["panel.example", "10-0-0-7.lan"]]);
	equal(origins.origins, ["https://a.example"]);
});

test("origins as browsers write them, and all of them", () => {
	const origins = [
		"http://a.example:443",
		"http://10.0.0.7:8080",
		"http://[fe80::1]:81",
		"http://[::1]",
		"app://b_c",
		"*",
	];
	equal(readSettings({ ...config, origins: origins.join() }).origins.origins, origins);
});

test("a token for everything", () => {
	const { token } = readSettings({ ...config, token: "0123456789", tokenFor: "all" });
	equal([token.value, token.forViewing], ["0123456789", true]);
});

test("a board may have no LEDs", () => {
	equal(readSettings({ ...config, "leds.pins": "" }).leds.pins, []);
});

test("TLS: nothing, or as it is configured; not at the plain port", () => {
	equal(readSettings(config).tls, undefined);
	equal(readSettings({ ...config, tls: "on", tlsHeapFloor: "1000" }).tls, {
		port: 443,
		only: false,
		maxSessions: 4,
		heapFloor: 1000,
	});
	equal(readSettings({ ...config, tls: "only", tlsPort: "8443" }).tls?.only, true);
	throws(() => readSettings({ ...config, tls: "on", tlsPort: 80 }), "config tlsPort: it is that of port, too");
});

test("an address of our own, with what belongs to it", () => {
	equal(readSettings(config).fixedAddress, undefined);
	const fixed = (changes: object) => readSettings({ ...config, address: "192.168.1.5", ...changes }).fixedAddress;
	equal(fixed({}), { address: "192.168.1.5", netmask: "255.255.255.0", gateway: "0.0.0.0", dns: "" });
	equal(fixed({ gateway: "192.168.1.1" })?.dns, "192.168.1.1");
	const all = { address: "10.20.0.1", netmask: "255.240.0.0", gateway: "10.31.255.254", dns: "9.9.9.9" };
	equal(fixed(all), all);
	equal(fixed({ netmask: "255.255.255.252", address: "192.168.1.6" })?.netmask, "255.255.255.252");
	const wrong: readonly (readonly [object, string])[] = [
		[{ address: "192.168.1" }, "config address: expected an IPv4 address such as 192.168.1.5, or nothing"],
		[{ address: "192.168.1.256" }, "config address"],
		[{ address: "fe80::1" }, "config address"],
		[{ address: "0.1.2.3" }, "config address: 0.1.2.3 cannot be a host's"],
		[{ address: "127.0.0.1" }, "config address"],
		[{ address: "224.0.0.251" }, "config address"],
		[{ address: "255.255.255.255" }, "config address"],
		[{ address: "192.168.1.0" }, "config address: 192.168.1.0 is none of a host's with netmask 255.255.255.0"],
		[{ address: "192.168.1.255" }, "config address"],
		[{ netmask: "255.0.255.0" }, "config netmask: 255.0.255.0 is no netmask"],
		[{ netmask: "0.0.0.0" }, "config netmask"],
		[{ netmask: "255.255.255.255" }, "config netmask"],
		[{ netmask: "255.255.255.254" }, "config netmask"],
		[{ gateway: "192.168.2.1" }, "config gateway: 192.168.2.1 is not in the network of 192.168.1.5, or is that"],
		[{ gateway: "192.168.1.5" }, "config gateway"],
		[{ dns: "dns.example" }, "config dns"],
		[{ address: "", dns: "9.9.9.9" }, "config dns: it needs an address, too"],
		[{ address: "", netmask: "255.0.0.0" }, "config netmask: it needs an address, too"],
	];
	for (const [changes, message] of wrong) throws(() => fixed(changes), message);
});

test("a serial port for Improv, where the chip has it", () => {
	equal(readSettings(config).improv, undefined);
	const on = { ...config, improv: "true" };
	equal(readSettings(on).improv, { transmit: 1, receive: 3 });
	equal(readSettings({ ...on, "serial.transmit": "43", "serial.receive": "44" }).improv, { transmit: 43, receive: 44 });
	throws(
		() => readSettings({ ...on, "serial.receive": "x" }),
		"config serial.receive: expected a whole number from 0 to 63",
	);
	throws(() => readSettings({ ...on, serial: {} }), "config serial.transmit");
	throws(() => readSettings({ ...config, improv: "usb" }), "config improv: expected true or false");
});

test("a broker, with everything that it needs", () => {
	equal(readSettings(config).mqtt === undefined, true);
	const broker = { ...config, mqtt: "ws://broker:9001", mqttUser: "me", mqttPassword: "secret", discoveryPrefix: "" };
	equal(readSettings(broker).mqtt, {
		address: { host: "broker", port: 9001, resource: "/mqtt" },
		user: "me",
		password: "secret",
		prefix: "dipsocket",
		discoveryPrefix: "",
	});
	throws(() => readSettings({ ...broker, mqttUser: "" }), "config mqttPassword: a password needs mqttUser, too");
	throws(() => readSettings({ ...broker, mqttUser: "a\0" }), "config mqttUser");
});
