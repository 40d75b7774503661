// Marks the pronouns and descriptions that stand for entities of the article.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/document.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// The reference that starts at `at`, as an ENTITY mention without entities, or nothing:
//   it, its, they, their, them, he, she, his, her, him
//   both companies, the two companies, the two, the pair, both
//   the|this|that|both [adjectives] company, startup, bank, chipmaker, "ChatGPT maker" ...
std::optional<DocumentMention> ReadReferenceMention(const TokenView& tokens, int32_t at);

}  // namespace tearsheet
