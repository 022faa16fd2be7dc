/* What is read from a Stream and written to it. See stream.h. */

#include "shortage.h"
#include "streamrecord.h"

/* The largest segment lwIP cuts a write into (tcp_write's own rule: not more than half of the peer's window). */
static u32_t segmentSize(const struct tcp_pcb *pcb)
{
	u32_t half = pcb->snd_wnd_max / 2;

	return half && half < pcb->mss ? half : pcb->mss;
}

/*
	lwIP's send queue is limited in bytes and in pbufs, and a write past either fails. A write takes one pbuf for each
	segment, and one more where it fills up the segment before.
*/
static u32_t writableBytes(const struct tcp_pcb *pcb)
{
	u32_t used = pcb->snd_queuelen + 1;
	u32_t pieces = used < TCP_SND_QUEUELEN ? TCP_SND_QUEUELEN - used : 0;

	return LWIP_MIN((u32_t)tcp_sndbuf(pcb), pieces * segmentSize(pcb));
}

StreamState streamState(Stream *stream)
{
	StreamState state;

	LOCK_TCPIP_CORE();
	state.receiving = stream->receiving;
	state.sending = stream->sending;
	state.unread = stream->inbox.length;
	state.writable = kSending == stream->sending && stream->pcb ? writableBytes(stream->pcb) : 0;
	UNLOCK_TCPIP_CORE();
	return state;
}

const ip_addr_t *streamAddress(const Stream *stream)
{
	return &stream->address;
}

u16_t streamPort(const Stream *stream)
{
	return stream->port;
}

void streamNoDelay(Stream *stream, bool noDelay)
{
	LOCK_TCPIP_CORE();
	if (stream->pcb && noDelay)
		tcp_nagle_disable(stream->pcb);
	else if (stream->pcb)
		tcp_nagle_enable(stream->pcb);
	UNLOCK_TCPIP_CORE();
}

/* tcp_recved takes 16 bits, a scaled window is larger. */
static void openWindow(struct tcp_pcb *pcb, u32_t count)
{
	while (count) {
		u16_t step = (u16_t)LWIP_MIN(count, 0xFFFF);

		tcp_recved(pcb, step);
		count -= step;
	}
}

/* Copied under the lock: a window at most, and lwIP's own writes do the same. */
bool streamRead(Stream *stream, void *into, u32_t count)
{
	bool there;

	LOCK_TCPIP_CORE();
	there = count <= stream->inbox.length;
	if (there)
		inboxTake(&stream->inbox, into, count);
	if (there && stream->pcb)
		openWindow(stream->pcb, count);
	if (0 == stream->inbox.length && kReceiving != stream->receiving)
		newsAdd(&stream->news, kStreamOver);
	UNLOCK_TCPIP_CORE();
	return there;
}

void streamRemind(Stream *stream)
{
	LOCK_TCPIP_CORE();
	newsAdd(&stream->news, kStreamReadable);
	UNLOCK_TCPIP_CORE();
}

/* tcp_write takes 16 bits. */
static err_t writePieces(struct tcp_pcb *pcb, const u8_t *bytes, u32_t count)
{
	err_t err = ERR_OK;

	while (count && ERR_OK == err) {
		u16_t step = (u16_t)LWIP_MIN(count, 0xFFFF);

		err = tcp_write(pcb, bytes, step, TCP_WRITE_FLAG_COPY);
		bytes += step;
		count -= step;
	}
	return err;
}

bool streamWrite(Stream *stream, const void *bytes, u32_t count)
{
	bool written = false;

	LOCK_TCPIP_CORE();
	shortageRelieve(stream->pcb);
	if (kSending == stream->sending && stream->pcb) {
		written = ERR_OK == writePieces(stream->pcb, bytes, count);
		if (written)
			newsAdd(&stream->news, kStreamWritten);
		else
			streamAbort(stream);
	}
	UNLOCK_TCPIP_CORE();
	return written;
}

/* The radio makes copies of what it is given. */
void streamFlush(Stream *stream)
{
	LOCK_TCPIP_CORE();
	shortageRelieve(stream->pcb);
	if (stream->pcb)
		tcp_output(stream->pcb);
	UNLOCK_TCPIP_CORE();
}
