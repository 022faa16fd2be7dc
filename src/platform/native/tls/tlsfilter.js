/*
	The module "tlsfilter" where XS runs natively, on the ESP32 and in the Moddable simulator: see tlsfilter.c.
*/

export class Identity extends Native("xs_tls_identity_destructor") {
	constructor(key, chain) {
		super();
		native("xs_tls_identity_constructor").call(this, key, chain);
	}
	close() {
		return native("xs_tls_identity_close").call(this);
	}

	get fingerprint() {
		return native("xs_tls_identity_get_fingerprint").call(this);
	}
	get notBefore() {
		return native("xs_tls_identity_get_notBefore").call(this);
	}
	get notAfter() {
		return native("xs_tls_identity_get_notAfter").call(this);
	}
}

export class Filter extends Native("xs_tls_filter_destructor") {
	constructor(identity) {
		super();
		native("xs_tls_filter_constructor").call(this, identity);
	}
	close() {
		return native("xs_tls_filter_close").call(this);
	}

	get phase() {
		return native("xs_tls_filter_get_phase").call(this);
	}
	get hungry() {
		return native("xs_tls_filter_get_hungry").call(this);
	}
	feed(bytes) {
		return native("xs_tls_filter_feed").call(this, bytes);
	}
	step() {
		return native("xs_tls_filter_step").call(this);
	}
	read() {
		return native("xs_tls_filter_read").call(this);
	}
	get writable() {
		return native("xs_tls_filter_get_writable").call(this);
	}
	write(bytes) {
		return native("xs_tls_filter_write").call(this, bytes);
	}
	end() {
		return native("xs_tls_filter_end").call(this);
	}
	get pending() {
		return native("xs_tls_filter_get_pending").call(this);
	}
	take(most) {
		return native("xs_tls_filter_take").call(this, most);
	}

	get resumed() {
		return native("xs_tls_filter_get_resumed").call(this);
	}
	get protocol() {
		return native("xs_tls_filter_get_protocol").call(this);
	}
}

export function selfSign(names) {
	return native("xs_tls_selfSign").call(this, names);
}
