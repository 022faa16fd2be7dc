/*
	"embedded:io/socket/udp" (ECMA-419 §16) on lwIP, in place of the SDK's: see udp.c.
*/

class UDP extends Native("xs_udp_destructor") {
	constructor(options) {
		super();
		native("xs_udp_constructor").call(this, options);
	}
	close() {
		return native("xs_udp_close").call(this);
	}
	read() {
		return native("xs_udp_read").call(this);
	}
	write(buffer, address, port) {
		return native("xs_udp_write").call(this, buffer, address, port);
	}
	add(group) {
		return native("xs_udp_add").call(this, group);
	}

	get format() {
		return "buffer";
	}
	set format(value) {
		if ("buffer" !== value) throw new RangeError();
	}
}

export default UDP;
