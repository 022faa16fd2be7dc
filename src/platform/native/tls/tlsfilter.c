/*
	The module "tlsfilter": Filter (filter.h), Identity (identity.h) and selfSign (selfsigned.h) for XS. No function of these
	calls back, and none waits. A closed instance throws; `close` can be called again, and an instance that is forgotten is
	closed when it is collected.
*/

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

#include "filter.h"
#include "selfsigned.h"

/* What `read` and `take` return at most: XS's heap is small. */
enum { kPiece = 1024 };

void xs_tls_identity_destructor(void *data)
{
	if (data)
		identityRelease(data);
}

void xs_tls_filter_destructor(void *data)
{
	if (data)
		filterClose(data);
}

static const xsHostHooks ICACHE_RODATA_ATTR identityHooks = { xs_tls_identity_destructor, NULL, NULL };
static const xsHostHooks ICACHE_RODATA_ATTR filterHooks = { xs_tls_filter_destructor, NULL, NULL };

static void *dataOf(xsMachine *the, xsSlot *instance, const xsHostHooks *hooks)
{
	void *data = xsmcGetHostDataValidate(*instance, (void *)hooks);

	if (!data)
		xsUnknownError("closed");
	return data;
}

#define thisIdentity() ((Identity *)dataOf(the, &xsThis, &identityHooks))
#define thisFilter() ((Filter *)dataOf(the, &xsThis, &filterHooks))

static void closeThis(xsMachine *the, const xsHostHooks *hooks)
{
	void *data = xsmcGetHostData(xsThis);

	if (!data)
		return;
	data = xsmcGetHostDataValidate(xsThis, (void *)hooks);
	xsmcSetHostData(xsThis, NULL);
	hooks->destructor(data);
}

void xs_tls_identity_constructor(xsMachine *the)
{
	void *key, *chain;
	xsUnsignedValue keyLength, chainLength;
	const char *why;
	Identity *identity;

	xsmcGetBufferReadable(xsArg(0), &key, &keyLength);
	xsmcGetBufferReadable(xsArg(1), &chain, &chainLength);
	identity = identityOpen(key, keyLength, chain, chainLength, &why);
	if (!identity)
		xsUnknownError((char *)why);
	xsmcSetHostData(xsThis, identity);
	xsSetHostHooks(xsThis, (xsHostHooks *)&identityHooks);
}

void xs_tls_identity_close(xsMachine *the)
{
	closeThis(the, &identityHooks);
}

void xs_tls_identity_get_fingerprint(xsMachine *the)
{
	uint8_t digest[32];
	char text[3 * sizeof(digest)];
	size_t i;

	if (!identityFingerprint(thisIdentity(), digest))
		xsUnknownError("no digest");
	for (i = 0; i < sizeof(digest); i++)
		snprintf(text + 3 * i, 4, i + 1 < sizeof(digest) ? "%02X:" : "%02X", digest[i]);
	xsmcSetString(xsResult, text);
}

static void setDay(xsMachine *the, const mbedtls_x509_time *time)
{
	char text[16];

	snprintf(text, sizeof(text), "%04u-%02u-%02u", (unsigned)time->year % 10000, (unsigned)time->mon % 100, (unsigned)time->day % 100);
	xsmcSetString(xsResult, text);
}

void xs_tls_identity_get_notBefore(xsMachine *the)
{
	setDay(the, &thisIdentity()->chain.valid_from);
}

void xs_tls_identity_get_notAfter(xsMachine *the)
{
	setDay(the, &thisIdentity()->chain.valid_to);
}

void xs_tls_filter_constructor(xsMachine *the)
{
	Filter *filter = filterOpen(dataOf(the, &xsArg(0), &identityHooks));

	if (!filter)
		xsRangeError("no memory");
	xsmcSetHostData(xsThis, filter);
	xsSetHostHooks(xsThis, (xsHostHooks *)&filterHooks);
}

void xs_tls_filter_close(xsMachine *the)
{
	closeThis(the, &filterHooks);
}

void xs_tls_filter_get_phase(xsMachine *the)
{
	xsmcSetInteger(xsResult, filterPhase(thisFilter()));
}

void xs_tls_filter_get_hungry(xsMachine *the)
{
	xsmcSetBoolean(xsResult, filterHunger(thisFilter()) > 0);
}

void xs_tls_filter_feed(xsMachine *the)
{
	Filter *filter = thisFilter();
	void *bytes;
	xsUnsignedValue count;

	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	if (count > filterHunger(filter))
		xsRangeError("too much");
	filterFeed(filter, bytes, count);
}

void xs_tls_filter_step(xsMachine *the)
{
	xsmcSetBoolean(xsResult, filterStep(thisFilter()));
}

void xs_tls_filter_read(xsMachine *the)
{
	Filter *filter = thisFilter();
	size_t count = filterUnread(filter);

	if (0 == count)
		return;
	if (count > kPiece)
		count = kPiece;
	filterRead(filter, xsmcSetArrayBuffer(xsResult, NULL, (int32_t)count), count);
}

void xs_tls_filter_get_writable(xsMachine *the)
{
	xsmcSetInteger(xsResult, (int32_t)filterWritable(thisFilter()));
}

void xs_tls_filter_write(xsMachine *the)
{
	Filter *filter = thisFilter();
	void *bytes;
	xsUnsignedValue count;

	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	if (count > filterWritable(filter))
		xsUnknownError("would block");
	filterWrite(filter, bytes, count);
}

void xs_tls_filter_end(xsMachine *the)
{
	filterEnd(thisFilter());
}

void xs_tls_filter_get_pending(xsMachine *the)
{
	xsmcSetInteger(xsResult, (int32_t)filterPending(thisFilter()));
}

void xs_tls_filter_take(xsMachine *the)
{
	Filter *filter = thisFilter();
	size_t count = filterPending(filter);
	xsIntegerValue most = xsmcToInteger(xsArg(0));

	if (most <= 0 || 0 == count)
		return;
	if (count > kPiece)
		count = kPiece;
	if (count > (size_t)most)
		count = (size_t)most;
	filterTake(filter, xsmcSetArrayBuffer(xsResult, NULL, (int32_t)count), count);
}

void xs_tls_filter_get_resumed(xsMachine *the)
{
	xsmcSetBoolean(xsResult, filterResumed(thisFilter()));
}

void xs_tls_filter_get_protocol(xsMachine *the)
{
	xsmcSetString(xsResult, (char *)filterVersion(thisFilter()));
}

/* { key, certificate } in DER. */
void xs_tls_selfSign(xsMachine *the)
{
	char names[kLongestNames + 1];
	char why[48];
	SelfSigned *made;
	int result;

	xsmcVars(1);
	xsmcToStringBuffer(xsArg(0), names, sizeof(names));
	made = malloc(sizeof(SelfSigned));
	if (!made)
		xsRangeError("no memory");
	result = selfSign(names, made);
	if (result) {
		free(made);
		snprintf(why, sizeof(why), "no certificate could be made: -0x%04x", -result);
		xsUnknownError(why);
	}
	xsTry {
		xsmcSetNewObject(xsResult);
		xsmcSetArrayBuffer(xsVar(0), made->key, (int32_t)made->keyLength);
		xsmcSet(xsResult, xsID("key"), xsVar(0));
		xsmcSetArrayBuffer(xsVar(0), made->certificate, (int32_t)made->certificateLength);
		xsmcSet(xsResult, xsID("certificate"), xsVar(0));
	}
	xsCatch {
		memset(made, 0, sizeof(SelfSigned));
		free(made);
		xsThrow(xsException);
	}
	memset(made, 0, sizeof(SelfSigned));
	free(made);
}
