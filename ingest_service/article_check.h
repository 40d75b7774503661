// What an article must be to be taken in.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tearsheet/v1/article.pb.h"

namespace tearsheet {

struct ArticleLimits {
  // Longest body in bytes.
  int max_body_bytes = 1 << 20;
  // Longest title, URI, publisher name and domain in bytes.
  int max_field_bytes = 2048;
  // Earliest publication.
  absl::Time earliest = absl::FromCivil(absl::CivilDay(1926, 1, 1), absl::UTCTimeZone());
  // How far in the future a publication time may lie.
  absl::Duration max_ahead = absl::Hours(48);
};

// Ok, or INVALID_ARGUMENT with one violation per bad field ("article.body", ...) that names the limit.
absl::Status CheckArticle(const v1::Article& article, const ArticleLimits& limits, absl::Time now);

// 32 hexadecimal digits: the first half of the SHA-256 of URI, title, body and body format.
std::string ArticleId(const v1::Article& article);

}  // namespace tearsheet
