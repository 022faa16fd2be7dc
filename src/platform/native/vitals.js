/*
	The module "vitals" where XS runs natively, on the ESP32 and in the Moddable simulator: see vitals.c.
*/

export function read(vital, wanted) {
	return native("xs_vitals_read").call(this, vital, wanted);
}
