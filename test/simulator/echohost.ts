// The desktop with the echo firmware: `node echohost.js MANIFEST [options] [key=value …]`.

import { run } from "../../tools/simulator/desktop.js";

const [, , manifest = "", ...words] = process.argv;
await run({ words, manifest, importFirmware: () => import("./echofirmware.js") });
