// Text files with a header:
//
//   URI: https://harbourwire.example/2025/11/nile-loan
//   Publisher: Harbour Wire
//   Published: 2025-11-03T09:30:00Z
//   Title: Nile Foods lines up loan
//   Language: en
//
//   The body, to the end of the file.
//
// Names of fields are case-insensitive; URI and Published are required. The body is every byte after the
// blank line.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "tearsheet/v1/article.pb.h"

namespace tearsheet {

// Whether `text` starts with a header: its first line is "Name: ..." with a name of a field.
bool HasHeader(std::string_view text);

// Sets the field of `article` that one header line ("URI: https://...") gives. INVALID_ARGUMENT for a line
// that is no header line, a name that is not known, a value that cannot be read, or a field that has a value
// already.
absl::Status ParseHeaderLine(std::string_view line, v1::Article& article);

// Reads a whole text file. On an error `error_line` is the line that is wrong, from 1. The publisher's domain
// is taken from the URI. Whether the fields make a whole article is the business of CheckArticle.
absl::Status ParseArticleText(std::string_view text, v1::Article& article, int& error_line);

// Host of an absolute URI without "www."; empty when it has none.
std::string_view HostOf(std::string_view uri);

}  // namespace tearsheet
