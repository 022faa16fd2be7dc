/* What the class TCP (tcp.c) reads and writes. */

#include "tcprecord.h"

/* What `read()` without a count takes at most. */
enum { kReadLimit = 1024 };

uint8_t tcpFormat(xsMachine *the, uint8_t format)
{
	if (kIOFormatNumber != format && kIOFormatBuffer != format)
		xsRangeError("unimplemented");
	return format;
}

/* How many bytes a read is for; its buffer, or NULL for one to be made. Throws where there are fewer. */
static uint32_t requested(xsMachine *the, uint32_t unread, void **into)
{
	xsUnsignedValue length;
	int32_t count;

	if (0 == xsmcArgc)
		return unread < kReadLimit ? unread : kReadLimit;
	if (xsReferenceType == xsmcTypeOf(xsArg(0))) {
		xsmcGetBufferWritable(xsArg(0), into, &length);
		if (length > unread || 0 == length)
			xsUnknownError("invalid");
		return length;
	}
	count = xsmcToInteger(xsArg(0));
	if (count <= 0 || (uint32_t)count > unread)
		xsUnknownError("invalid");
	return (uint32_t)count;
}

void xs_tcp_read(xsMachine *the)
{
	TCP *tcp = tcpOf(the, &xsThis);
	uint32_t count, unread = streamState(tcp->stream).unread;
	void *into = NULL;
	uint8_t byte;

	if (0 == unread)
		return;
	if (kIOFormatNumber == tcp->format) {
		if (streamRead(tcp->stream, &byte, 1))
			xsmcSetInteger(xsResult, byte);
		return;
	}
	count = requested(the, unread, &into);
	if (into)
		xsmcSetInteger(xsResult, (int32_t)count);
	else
		into = xsmcSetArrayBuffer(xsResult, NULL, (int32_t)count);
	/* It may have been reset a moment ago. */
	if (!streamRead(tcp->stream, into, count)) {
		xsmcSetUndefined(xsResult);
		return;
	}
	modInstrumentationAdjust(NetworkBytesRead, count);
	if (0 == xsmcArgc && count < unread)
		streamRemind(tcp->stream);
}

void xs_tcp_write(xsMachine *the)
{
	TCP *tcp = tcpOf(the, &xsThis);
	StreamState state = streamState(tcp->stream);
	void *bytes;
	xsUnsignedValue count = 1;
	uint8_t byte;

	if (kSendingNotYet == state.sending && kReceivingBroken != state.receiving)
		xsUnknownError("not ready");
	if (kSendingEnded == state.sending)
		xsUnknownError("ended");
	if (kReceivingBroken == state.receiving || kError == tcp->told)
		return;
	if (kIOFormatBuffer == tcp->format)
		xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	else {
		byte = (uint8_t)xsmcToInteger(xsArg(0));
		bytes = &byte;
	}
	if (count > state.writable) {
		/* It may have been reset a moment ago. */
		if (kReceivingBroken == streamState(tcp->stream).receiving)
			return;
		xsUnknownError("would block");
	}
	if (!streamWrite(tcp->stream, bytes, count))
		return;
	modInstrumentationAdjust(NetworkBytesWritten, count);
	xsmcSetInteger(xsResult, (int32_t)streamState(tcp->stream).writable);
}

void xs_tcp_end(xsMachine *the)
{
	TCP *tcp = tcpOf(the, &xsThis);

	if (kSendingNotYet == streamState(tcp->stream).sending)
		xsUnknownError("not ready");
	streamEnd(tcp->stream);
}

void xs_tcp_get_remoteAddress(xsMachine *the)
{
	TCP *tcp = tcpOf(the, &xsThis);
	char text[IPADDR_STRLEN_MAX];

	xsmcSetString(xsResult, ipaddr_ntoa_r(streamAddress(tcp->stream), text, sizeof(text)));
}

void xs_tcp_get_remotePort(xsMachine *the)
{
	xsmcSetInteger(xsResult, streamPort(tcpOf(the, &xsThis)->stream));
}

void xs_tcp_get_format(xsMachine *the)
{
	builtinGetFormat(the, tcpOf(the, &xsThis)->format);
}

void xs_tcp_set_format(xsMachine *the)
{
	TCP *tcp = tcpOf(the, &xsThis);

	tcp->format = tcpFormat(the, builtinSetFormat(the));
}
