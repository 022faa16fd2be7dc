// Prints a key and a certificate of a device's own, in DER as base64: what the board makes itself, for the desktop.

import { selfSigned } from "./issue.js";

const { key, certificate } = await selfSigned((process.argv[2] ?? "").split(","));
console.log(key.toString("base64"), certificate.toString("base64"));
