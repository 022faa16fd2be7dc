/* What mcconfig generates for a firmware, where names are found at run time: the ids that src/platform/native uses. */

#pragma once

#define xsID_address fxID(the, "address")
#define xsID_format fxID(the, "format")
#define xsID_from fxID(the, "from")
#define xsID_nodelay fxID(the, "nodelay")
#define xsID_onEnd fxID(the, "onEnd")
#define xsID_onError fxID(the, "onError")
#define xsID_onReadable fxID(the, "onReadable")
#define xsID_onWritable fxID(the, "onWritable")
#define xsID_onLink fxID(the, "onLink")
#define xsID_port fxID(the, "port")
#define xsID_target fxID(the, "target")
#define xsID_timeToLive fxID(the, "timeToLive")
