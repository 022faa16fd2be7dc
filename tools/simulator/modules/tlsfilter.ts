// Stand-in for the firmware's native "tlsfilter" (src/platform/native/tls/), by node:tls over a stream that ends in two
// buffers.
//
// Strategy: what is fed is pushed into a Duplex, what node:tls writes into that is pending. It works between calls, so each
// thing that has happened is told to the owner, once in a turn and never from inside a call; and `pending` counts what is yet to
// be encrypted. Same versions, cipher suites, curves and ALPN as the board; its sizes of pieces, too.
// Limits: a record of the peer's may have 16 KB; which step of a handshake is costly is not imitated.

import { spawnSync } from "node:child_process";
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { resolve } from "node:path";
import { Duplex } from "node:stream";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { root } from "../../root.js";
import { type ByteBuffer, bytesOf } from "../bytes.js";

const LONGEST_WRITE = 2048;
const LONGEST_PIECE = 1024;

const Phase = Object.freeze({ shaking: 0, open: 1, ended: 2, broken: 3 } as const);
type Phase = (typeof Phase)[keyof typeof Phase];

const CIPHERS = [
	"TLS_AES_128_GCM_SHA256",
	"TLS_CHACHA20_POLY1305_SHA256",
	"TLS_AES_256_GCM_SHA384",
	"ECDHE-ECDSA-AES128-GCM-SHA256",
	"ECDHE-ECDSA-CHACHA20-POLY1305",
	"ECDHE-ECDSA-AES256-GCM-SHA384",
].join(":");

/** The certificates that lie one behind the other. */
function certificatesIn(chain: Uint8Array): X509Certificate[] {
	const found: X509Certificate[] = [];
	for (let rest = chain; rest.length; rest = rest.subarray(found.at(-1)?.raw.length)) {
		try {
			found.push(new X509Certificate(rest));
		} catch {
			throw new Error("not a certificate in DER");
		}
	}
	return found;
}

function keyIn(der: Uint8Array): KeyObject {
	for (const type of ["sec1", "pkcs8"] as const) {
		try {
			return createPrivateKey({ key: Buffer.from(der), format: "der", type });
		} catch {
			// The other one, or none.
		}
	}
	throw new Error("not a private key in DER");
}

/** The day of a date as X.509 and OpenSSL write it: "Jan  1 00:00:00 2026 GMT". */
const dayOf = (date: string): string => new Date(date).toISOString().slice(0, 10);

export class Identity {
	readonly fingerprint: string;
	readonly notBefore: string;
	readonly notAfter: string;
	readonly context: SecureContext;

	constructor(key: ArrayBuffer, chain: ArrayBuffer) {
		const certificates = certificatesIn(bytesOf(chain));
		const [own] = certificates;
		if (!own) throw new Error("not a certificate in DER");
		const privateKey = keyIn(bytesOf(key));
		if (privateKey.asymmetricKeyDetails?.namedCurve !== "prime256v1")
			throw new Error("the key must be of the curve P-256");
		if (!own.checkPrivateKey(privateKey)) throw new Error("the key is not the certificate's");
		this.fingerprint = createHash("sha256")
			.update(own.raw)
			.digest("hex")
			.toUpperCase()
			.replace(/..(?!$)/g, "$&:");
		this.notBefore = dayOf(own.validFrom);
		this.notAfter = dayOf(own.validTo);
		this.context = createSecureContext({
			key: privateKey.export({ type: "pkcs8", format: "pem" }),
			cert: certificates.map(String).join("\n"),
			minVersion: "TLSv1.2",
			ciphers: CIPHERS,
			ecdhCurve: "P-256:X25519",
			honorCipherOrder: true,
			sessionIdContext: "dipsocket",
		});
	}

	close(): void {}
}

export class Filter {
	readonly #owner: { onFiltered(): void };
	readonly #socket: TLSSocket;
	readonly #stream: Duplex;
	#phase: Phase = Phase.shaking;
	#out: Buffer = Buffer.alloc(0);
	#plain: Buffer = Buffer.alloc(0);
	#closed = false;
	#due = false;

	constructor(identity: Identity, owner: { onFiltered(): void }) {
		this.#owner = owner;
		this.#stream = new Duplex({
			// Asked for more: what was fed is used up.
			read: () => this.#tell(),
			write: (chunk, _encoding, done) => {
				this.#out = Buffer.concat([this.#out, chunk]);
				done();
				this.#tell();
			},
			final: (done) => {
				done();
				this.#tell();
			},
		});
		this.#socket = new TLSSocket(this.#stream, {
			isServer: true,
			secureContext: identity.context,
			ALPNProtocols: ["http/1.1"],
		});
		this.#socket.on("secure", () => this.#enter(Phase.open));
		this.#socket.on("data", (bytes: Buffer) => {
			this.#plain = Buffer.concat([this.#plain, bytes]);
			this.#tell();
		});
		this.#socket.on("end", () => this.#enter(Phase.ended));
		for (const event of ["error", "_tlsError"]) this.#socket.on(event, () => this.#enter(Phase.broken));
		this.#stream.on("error", () => this.#enter(Phase.broken));
	}

	get phase(): Phase {
		// The end is told behind what was read.
		return this.#phase === Phase.ended && this.#plain.length ? Phase.open : this.#phase;
	}

	get hungry(): boolean {
		return this.#phase < Phase.ended && this.#stream.readableLength === 0 && this.#plain.length === 0;
	}

	feed(ciphertext: ByteBuffer): void {
		const bytes = bytesOf(ciphertext);
		if (!this.hungry || bytes.length > LONGEST_PIECE) throw new RangeError("too much");
		this.#stream.push(Buffer.from(bytes));
	}

	step(): boolean {
		return false;
	}

	read(): ArrayBuffer | undefined {
		if (this.#plain.length === 0) return undefined;
		const piece = Uint8Array.from(this.#plain.subarray(0, LONGEST_PIECE));
		this.#plain = this.#plain.subarray(piece.length);
		return piece.buffer;
	}

	get writable(): number {
		const isOpen = this.#phase === Phase.open || this.#phase === Phase.ended;
		return isOpen && !this.#socket.writableEnded && this.pending === 0 ? LONGEST_WRITE : 0;
	}

	write(plaintext: ByteBuffer): void {
		const bytes = bytesOf(plaintext);
		if (bytes.length > this.writable) throw new Error("would block");
		this.#socket.write(Uint8Array.from(bytes));
	}

	end(): void {
		if (this.#phase === Phase.open || this.#phase === Phase.ended) this.#socket.end(() => this.#tell());
	}

	/** At least one as long as something is yet to be encrypted. */
	get pending(): number {
		const { writableLength, writableEnded, writableFinished } = this.#socket;
		const isUnderWay = this.#phase !== Phase.broken && (writableLength > 0 || (writableEnded && !writableFinished));
		return this.#out.length || (isUnderWay ? 1 : 0);
	}

	take(most: number): ArrayBuffer | undefined {
		const piece = Uint8Array.from(this.#out.subarray(0, Math.min(most, LONGEST_PIECE)));
		this.#out = this.#out.subarray(piece.length);
		return piece.length ? piece.buffer : undefined;
	}

	get resumed(): boolean {
		return this.#socket.isSessionReused();
	}

	get protocol(): string {
		return this.#socket.getProtocol() ?? "";
	}

	close(): void {
		this.#closed = true;
		this.#socket.destroy();
		this.#stream.destroy();
	}

	#enter(phase: Phase): void {
		if (this.#phase >= phase) return;
		this.#phase = phase;
		this.#tell();
	}

	#tell(): void {
		if (this.#due) return;
		this.#due = true;
		setImmediate(() => {
			this.#due = false;
			if (!this.#closed) this.#owner.onFiltered();
		});
	}
}

/** In a process of its own, since the library that makes certificates works with promises. */
export function selfSign(names: string): { key: ArrayBuffer; certificate: ArrayBuffer } {
	const words = [resolve(root, "tools/run.mjs"), resolve(root, "tools/certificate/selfsign.ts"), names];
	const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", cwd: root });
	if (status !== 0) throw new Error(`no certificate could be made: ${stderr}`);
	const [key, certificate] = stdout.trim().split(" ");
	const decode = (text = "") => Uint8Array.from(Buffer.from(text, "base64")).buffer;
	return { key: decode(key), certificate: decode(certificate) };
}
