// Stand-in for Moddable's "text/decoder": the same class is a global of Node. `fatal` is strict in both.

export default globalThis.TextDecoder;
