/* Nothing is counted here. */

#pragma once

#define modInstrumentationAdjust(what, count)
