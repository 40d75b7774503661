// Articles from files, one after the other.
#pragma once

#include <cstdint>
#include <fstream>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/input/input_files.h"
#include "tearsheet/v1/article.pb.h"

namespace tearsheet {

struct InputOptions {
  // Text without a header is the body of an article with an address made from the name of its file and this
  // publication time. Nothing: such text is refused.
  std::optional<absl::Time> publish_time_without_header = std::nullopt;
  // Longest line of JSONL and longest text or HTML file in bytes. Below the largest message that a service
  // takes (4 MB), because a larger one would end the stream for all articles.
  size_t max_article_bytes = 3'500'000;
};

// One article of the input, or why there is none.
struct InputItem {
  // "file:line" where it starts (or where its header is wrong); "-:line" for standard input.
  std::string place;
  // Bytes of input that it takes.
  int64_t bytes = 0;
  // Valid UTF-8 in every field. INVALID_ARGUMENT with field violations, or why the file could not be read.
  absl::StatusOr<v1::Article> article;
  // What was taken for granted, for people; empty when nothing was.
  std::string assumed = {};
};

// Reads the inputs that arguments stand for (InputFiles), in order and one article at a time:
//   - JSONL: one article per line in the Protobuf JSON form, names kept; empty lines are passed over; a
//   misspelt name is
//     an error;
//   - HTML: one article per file (html_head.h);
//   - text: one article per file (article_text.h).
// The kind follows from the file's ending, else from its first character: "{" is JSONL, "<" is HTML.
// A broken line or file is an item with an error and the reader goes on. Not thread-safe.
class ArticleReader {
 public:
  // Borrows `standard_input`, which is read when an argument is "-".
  ArticleReader(std::vector<std::string> arguments, std::istream& standard_input, InputOptions options = {});

  // Nothing at the end.
  std::optional<InputItem> Next();

  // See InputFiles.
  int64_t skipped_files() const { return files_.skipped(); }

 private:
  enum class Kind { kText, kHtml, kLines };

  std::optional<InputItem> Open(const std::string& path);
  std::optional<InputItem> NextLine();
  InputItem ReadWhole(Kind kind);
  // Makes `text`, which has no header, the body of the article.
  void TakeAsBody(std::string text, InputItem& item) const;

  InputFiles files_;
  std::istream& standard_input_;
  const InputOptions options_;
  std::ifstream file_;
  // The JSONL input that is being read: file_ or standard_input_; null when none is.
  std::istream* lines_ = nullptr;
  std::istream* opened_ = nullptr;
  std::string path_;
  int64_t line_ = 0;
};

}  // namespace tearsheet
