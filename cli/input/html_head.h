// The metadata that an HTML page carries in its head.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "tearsheet/v1/article.pb.h"

namespace tearsheet {

// Makes an article of an HTML page: the whole page is its body; its fields come, the first source that has
// one winning, from
//   1. a comment at the start of the page that holds header lines as in article_text.h, one per line,
//   2. <link rel="canonical">, <meta property|name|itemprop="og:url | og:title | og:site_name |
//      article:published_time | datePublished">, <html lang>,
//   3. <title>.
// Looks at the first 64 kB and stops at <body>. Only a bad header comment is an error (INVALID_ARGUMENT); a
// publication time that cannot be read is left out, so that CheckArticle names it as missing.
absl::Status ParseHtmlArticle(std::string_view page, v1::Article& article);

}  // namespace tearsheet
