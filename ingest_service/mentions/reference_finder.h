// Marks the pronouns and descriptions that stand for entities of the article.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/document.h"
#include "ingest_service/mentions/descriptions.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// The reference that starts at `at`, as an ENTITY mention without entities, or nothing:
//   it, its, they, their, them, he, she, his, her, him
//   both companies, the two companies, the three carriers, the two, the pair, both, neither
//   the former, the latter
//   the|this|that|both|neither [words] and a noun that descriptions.txt knows: "the Leeds-based company",
//   "the ChatGPT maker", "the suitor"
std::optional<DocumentMention> ReadReferenceMention(const TokenView& tokens, int32_t at,
                                                    const Descriptions& descriptions);

}  // namespace tearsheet
