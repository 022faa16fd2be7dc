// Stand-in for Moddable's "mc/config", which mcconfig writes from the manifest's config and its own key=value arguments.
//
// The desktop does the same at its start (config.ts); this module must be imported after that.

import { host } from "../../host.js";

export default host.config;
