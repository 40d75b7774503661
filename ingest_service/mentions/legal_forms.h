// The legal forms of companies in many countries ("Ltd", "GmbH", "Sp. z o.o.", "ПАО"), and names without
// them.
#pragma once

#include <cstddef>

#include "absl/types/span.h"
#include "ingest_service/document.h"

namespace tearsheet {

// The tokens of a company's name without its legal forms: those at the end ("Hello World, Ltd."), those that
// stand first ("Oy Hello World", "ПАО Сбербанк") and, where nothing else is written so, those inside ("Hello
// Oy World"). Appends the positions of what stays to `kept`, in order; there are none where the whole name is
// a legal form. Thread-safe.
void DropLegalForms(absl::Span<const Token> name, std::vector<size_t>& kept);

}  // namespace tearsheet
