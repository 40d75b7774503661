// Log records for tests.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tearsheet/log/v1/log_record.pb.h"

namespace tearsheet::testing {

// A record of an article with this id and a body of `body_bytes`.
inline log::v1::LogRecord MakeRecord(const std::string& id, size_t body_bytes = 40) {
  log::v1::LogRecord record;
  record.set_record_id(id);
  record.mutable_ingest_time()->set_seconds(1'760'000'000);
  auto& article = *record.mutable_article()->mutable_article();
  article.set_name("articles/" + id);
  article.set_uri("https://news.example/" + id);
  article.set_body(std::string(body_bytes, 'b'));
  return record;
}

// Records with the ids "r{first}" to "r{last}".
inline std::vector<log::v1::LogRecord> MakeRecords(int first, int last, size_t body_bytes = 40) {
  std::vector<log::v1::LogRecord> records;
  for (int i = first; i <= last; ++i) records.push_back(MakeRecord(absl::StrCat("r", i), body_bytes));
  return records;
}

}  // namespace tearsheet::testing
