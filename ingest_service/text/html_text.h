// HTML -> reader text.
#pragma once

#include <string_view>

#include "ingest_service/text/reader_text.h"

namespace tearsheet {

// Reads the visible text of an HTML document or fragment: markup, comments, scripts and styles are left out,
// character references decoded, white space collapsed, blocks and line breaks separated. Follows the
// tokenization rules of the HTML standard but builds no tree, so nesting costs nothing; see
// docs/adr/0005-html-text.md. Linear, for any bytes that are valid UTF-8.
ReaderText ReadHtml(std::string_view source);

}  // namespace tearsheet
