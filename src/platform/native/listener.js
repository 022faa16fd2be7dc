/*
	"embedded:io/socket/listener" (ECMA-419 §16.3) on lwIP, in place of the SDK's: see listener.c.
*/

import TCP from "embedded:io/socket/tcp";

class Listener extends Native("xs_listener_destructor_") {
	constructor(options) {
		super();
		native("xs_listener_constructor").call(this, options);
	}
	close() {
		return native("xs_listener_close_").call(this);
	}
	read() {
		return native("xs_listener_read").call(this, new TCP());
	}

	get port() {
		return native("xs_listener_get_port").call(this);
	}
	get format() {
		return "socket/tcp";
	}
	set format(value) {
		if ("socket/tcp" !== value) throw new RangeError();
	}
}

export default Listener;
