// Makes a sentence of a treebank look like one whose names and values were recognised.
#pragma once

#include "training/syntax/treebank.h"

namespace tearsheet {

// Names, amounts, percentages, times and terms become one word each where they hang together; counted things
// ("300 jobs") too when `quantities`.
TreeSentence CollapseUnits(const TreeSentence& sentence, bool quantities);

}  // namespace tearsheet
