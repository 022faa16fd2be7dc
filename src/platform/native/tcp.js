/*
	"embedded:io/socket/tcp" (ECMA-419 §16.2) on lwIP, in place of the SDK's: see tcp.c. Beyond ECMA-419: the callback `onEnd`
	and the method `end`.
*/

class TCP extends Native("xs_tcp_destructor") {
	constructor(options) {
		super();
		native("xs_tcp_constructor").call(this, options);
	}
	close() {
		return native("xs_tcp_close").call(this);
	}
	read() {
		return native("xs_tcp_read").call(this);
	}
	write(value) {
		return native("xs_tcp_write").call(this, value);
	}
	end() {
		return native("xs_tcp_end").call(this);
	}

	get remoteAddress() {
		return native("xs_tcp_get_remoteAddress").call(this);
	}
	get remotePort() {
		return native("xs_tcp_get_remotePort").call(this);
	}

	get format() {
		return native("xs_tcp_get_format").call(this);
	}
	set format(format) {
		native("xs_tcp_set_format").call(this, format);
	}
}

export default TCP;
