// Names that a sentence gives to somebody who was not named before: "The company, formerly Peel Looms,", "it
// was renamed Peel Motors", "which renamed it Peel Motors".
#pragma once

#include "ingest_service/document.h"

namespace tearsheet {

// The mention that names whom the reference `mention` (an index into document.mentions) stands for, or -1.
// Looks a few tokens ahead.
int NewNameOf(const Document& document, int mention);

}  // namespace tearsheet
