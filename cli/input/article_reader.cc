#include "cli/input/article_reader.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/input/article_text.h"
#include "cli/input/html_head.h"
#include "cli/text/display_width.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "common/utf8.h"
#include "google/protobuf/util/json_util.h"

namespace tearsheet {
namespace {

// How much of the JSON parser's message is repeated; it may quote the whole line.
constexpr int kMaxReasonWidth = 300;

absl::Status TooLong(int64_t size, size_t limit) {
  return InvalidField("input", absl::StrCat("has ", size, " bytes; the limit for one article is ", limit));
}

absl::Status CheckUtf8(std::string_view field, std::string_view text) {
  if (const auto bad = FirstInvalidUtf8(text))
    return InvalidField(field, absl::StrCat("is not valid UTF-8 at byte ", *bad, "; convert it first"));
  return absl::OkStatus();
}

// Reads up to the next line end or, with `line` false, the end of `in`. What is longer than `limit` is passed
// over without being held. Returns the number of bytes taken, 0 at the end.
int64_t ReadBounded(std::istream& in, bool line, size_t limit, std::string& text) {
  text.clear();
  int64_t taken = 0;
  std::streambuf& buffer = *in.rdbuf();
  for (int next = buffer.sbumpc(); next != std::streambuf::traits_type::eof(); next = buffer.sbumpc()) {
    ++taken;
    const char c = std::streambuf::traits_type::to_char_type(next);
    if (line && c == '\n') break;
    if (text.size() < limit) text += c;
  }
  return taken;
}

absl::StatusOr<v1::Article> ParseJsonLine(const std::string& line) {
  RETURN_IF_ERROR(CheckUtf8("line", line));
  v1::Article article;
  const auto status = google::protobuf::util::JsonStringToMessage(line, &article);
  if (!status.ok())
    return InvalidField("line",
                        absl::StrCat("is no article in JSON: ",
                                     CutToWidth(CleanLine(std::string(status.message())), kMaxReasonWidth)));
  // An escape in JSON can name half a character.
  RETURN_IF_ERROR(CheckUtf8("article.uri", article.uri()));
  RETURN_IF_ERROR(CheckUtf8("article.title", article.title()));
  RETURN_IF_ERROR(CheckUtf8("article.body", article.body()));
  RETURN_IF_ERROR(CheckUtf8("article.language", article.language()));
  RETURN_IF_ERROR(CheckUtf8("article.publisher.name", article.publisher().name()));
  RETURN_IF_ERROR(CheckUtf8("article.publisher.domain", article.publisher().domain()));
  return article;
}

}  // namespace

ArticleReader::ArticleReader(std::vector<std::string> arguments, std::istream& standard_input,
                             InputOptions options)
    : files_(std::move(arguments)), standard_input_(standard_input), options_(options) {}

std::optional<InputItem> ArticleReader::Next() {
  while (true) {
    if (lines_ != nullptr) {
      if (auto item = NextLine()) return item;
      lines_ = nullptr;
    }
    const auto path = files_.Next();
    if (!path) return std::nullopt;
    if (!path->ok()) {
      // The message starts with the path, which is the place.
      return InputItem{"input", 0, path->status()};
    }
    if (auto item = Open(**path)) return item;
  }
}

std::optional<InputItem> ArticleReader::Open(const std::string& path) {
  path_ = path;
  line_ = 0;
  opened_ = &standard_input_;
  if (path != kStandardInput) {
    file_ = std::ifstream(path, std::ios::binary);
    opened_ = &file_;
    if (!file_)
      return InputItem{path, 0, absl::NotFoundError(absl::StrCat("cannot be read: ", std::strerror(errno)))};
  }
  const std::string ending = absl::AsciiStrToLower(std::filesystem::path(path).extension().string());
  Kind kind = Kind::kText;
  if (ending == ".jsonl" || ending == ".ndjson") {
    kind = Kind::kLines;
  } else if (ending == ".html" || ending == ".htm") {
    kind = Kind::kHtml;
  } else if (ending != ".txt" && ending != ".text") {
    const int first = opened_->rdbuf()->sgetc();
    if (first == std::streambuf::traits_type::eof() && path == kStandardInput) return std::nullopt;
    if (first == '{') kind = Kind::kLines;
    if (first == '<') kind = Kind::kHtml;
  }
  if (kind != Kind::kLines) return ReadWhole(kind);
  lines_ = opened_;
  return std::nullopt;
}

std::optional<InputItem> ArticleReader::NextLine() {
  std::string line;
  while (true) {
    const int64_t bytes = ReadBounded(*lines_, /*line=*/true, options_.max_article_bytes, line);
    if (bytes == 0) return std::nullopt;
    ++line_;
    const std::string place = absl::StrCat(path_, ":", line_);
    // One more byte than the text is the line end.
    if (bytes > static_cast<int64_t>(options_.max_article_bytes) + 1)
      return InputItem{place, bytes, TooLong(bytes, options_.max_article_bytes)};
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    return InputItem{place, bytes, ParseJsonLine(line)};
  }
}

InputItem ArticleReader::ReadWhole(Kind kind) {
  std::string text;
  InputItem item{absl::StrCat(path_, ":1"), 0, v1::Article()};
  item.bytes = ReadBounded(*opened_, /*line=*/false, options_.max_article_bytes, text);
  if (item.bytes > static_cast<int64_t>(options_.max_article_bytes)) {
    item.article = TooLong(item.bytes, options_.max_article_bytes);
    return item;
  }
  absl::Status status = CheckUtf8("file", text);
  if (status.ok() && kind == Kind::kHtml) status = ParseHtmlArticle(text, *item.article);
  if (status.ok() && kind == Kind::kText && options_.publish_time_without_header && !HasHeader(text)) {
    TakeAsBody(std::move(text), item);
  } else if (status.ok() && kind == Kind::kText) {
    int line = 1;
    status = ParseArticleText(text, *item.article, line);
    if (!status.ok()) item.place = absl::StrCat(path_, ":", line);
  }
  if (!status.ok()) item.article = status;
  return item;
}

void ArticleReader::TakeAsBody(std::string text, InputItem& item) const {
  std::string name = std::filesystem::path(path_).stem().string();
  for (char& c : name) {
    if (!absl::ascii_isalnum(c) && c != '.' && c != '_') c = '-';
  }
  if (name == kStandardInput) name = "standard-input";
  item.article->set_uri(absl::StrCat("file:", name));
  item.article->mutable_publisher()->set_name(name);
  item.article->set_body(std::move(text));
  *item.article->mutable_publish_time() = TimeToProto(*options_.publish_time_without_header);
  item.assumed = absl::StrCat("has no header: read as ", item.article->uri(), ", published ",
                              FormatUtc(*options_.publish_time_without_header));
}

}  // namespace tearsheet
