/*
	The module "update" on the ESP32: see update.c for the slots, trial.c for the trial, signature.c for the key. Elsewhere a
	flash that is not real answers (tools/simulator).
*/

export function chip() {
	return native("xs_update_chip").call(this);
}

export function space() {
	return native("xs_update_space").call(this);
}

export function begin() {
	return native("xs_update_begin").call(this);
}

export function write(bytes) {
	return native("xs_update_write").call(this, bytes);
}

export function activate() {
	return native("xs_update_activate").call(this);
}

export function abort() {
	return native("xs_update_abort").call(this);
}

export function verify(key, digest, signature) {
	return native("xs_update_verify").call(this, key, digest, signature);
}

export function isOnTrial() {
	return native("xs_update_isOnTrial").call(this);
}

export function wasTried() {
	return native("xs_update_wasTried").call(this);
}

export function watch(ms, limit) {
	return native("xs_update_watch").call(this, ms, limit);
}

export function confirm() {
	return native("xs_update_confirm").call(this);
}

export function rollBack() {
	return native("xs_update_rollBack").call(this);
}

export function restart() {
	return native("xs_update_restart").call(this);
}
