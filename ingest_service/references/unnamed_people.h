// "They" who have no name: workers, investors, the banks.
#pragma once

#include "ingest_service/document.h"
#include "ingest_service/mentions/descriptions.h"

namespace tearsheet {

// A plural noun stands among the last tokens of [first, end); `things`: whether those that do nothing count
// too.
bool TellsOfSeveral(const Document& document, const Descriptions& descriptions, int first, int end,
                    bool things);

// The plural pronoun `mention` means somebody who is not named: "Workers said they", "the banks that lent
// their money".
bool MeansPeople(const Document& document, const Descriptions& descriptions, const DocumentMention& mention);

}  // namespace tearsheet
