// tools/run.mjs answers this specifier with src/main.ts. That file is checked against the SDK's types, not Node's, so it
// has no type here: importing it is all one can do with it.

declare module "dipsocket:firmware";
