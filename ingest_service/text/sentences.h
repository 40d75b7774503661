// Tokens -> sentences.
#pragma once

#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/text/tokenizer.h"

namespace tearsheet {

// Splits each block into sentences and appends them to `sentences`; every token is in exactly one. A block is
// a paragraph; paragraphs count on from those that `sentences` holds. Linear.
void SplitSentences(const std::vector<Token>& tokens, const std::vector<Block>& blocks, v1::TextPart part,
                    std::vector<Sentence>& sentences);

}  // namespace tearsheet
