// Stand-in for Moddable's "text/encoder": the same class is a global of Node.

export default globalThis.TextEncoder;
