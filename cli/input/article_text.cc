#include "cli/input/article_text.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/text/display_width.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A header is a few lines; a file without a blank line shall not be searched for one to its end.
constexpr int kMaxHeaderLines = 32;
constexpr char kKnownNames[] = "URI, Publisher, Published, Title and Language";

// How much of a bad line an error repeats.
constexpr int kQuotedWidth = 40;

std::string Quote(std::string_view line) {
  return absl::StrCat("'", CutToWidth(CleanLine(line), kQuotedWidth), "'");
}

// Takes the first line off `text`, without its line end.
std::string_view TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

absl::Status SetOnce(std::string_view name, std::string_view value, std::string& field) {
  if (!field.empty()) return InvalidField(name, "stands twice in the header");
  field = std::string(value);
  return absl::OkStatus();
}

}  // namespace

bool HasHeader(std::string_view text) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  const std::string_view line = TakeLine(text);
  const std::string_view name = Std(absl::StripAsciiWhitespace(Absl(line.substr(0, line.find(':')))));
  if (line.find(':') == std::string_view::npos) return false;
  for (const char* known : {"URI", "Publisher", "Published", "Title", "Language"}) {
    if (absl::EqualsIgnoreCase(Absl(name), known)) return true;
  }
  return false;
}

absl::Status ParseHeaderLine(std::string_view line, v1::Article& article) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos)
    return InvalidField(
        "header", absl::StrCat("expected a line 'Name: value' or a blank line, found ", Quote(line),
                               "; a text starts with 'URI: ...' and 'Published: ...', then a blank line"));
  const std::string_view name = Std(absl::StripAsciiWhitespace(Absl(line.substr(0, colon))));
  const std::string_view value = Std(absl::StripAsciiWhitespace(Absl(line.substr(colon + 1))));
  const auto is = [&](std::string_view known) { return absl::EqualsIgnoreCase(Absl(name), Absl(known)); };

  if (is("URI")) return SetOnce("URI", value, *article.mutable_uri());
  if (is("Publisher")) return SetOnce("Publisher", value, *article.mutable_publisher()->mutable_name());
  if (is("Title")) return SetOnce("Title", value, *article.mutable_title());
  if (is("Language")) return SetOnce("Language", value, *article.mutable_language());
  if (is("Published")) {
    if (article.has_publish_time()) return InvalidField("Published", "stands twice in the header");
    const auto time = ParseTime(std::string(value));
    if (!time.ok()) return InvalidField("Published", Std(time.status().message()));
    *article.mutable_publish_time() = TimeToProto(*time);
    return absl::OkStatus();
  }
  return InvalidField("header",
                      absl::StrCat("no field is called ", Quote(name), "; there are ", kKnownNames));
}

absl::Status ParseArticleText(std::string_view text, v1::Article& article, int& error_line) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  for (error_line = 1; error_line <= kMaxHeaderLines; ++error_line) {
    if (text.empty()) return InvalidField("header", "the file ends before a blank line and a body");
    const std::string_view line = TakeLine(text);
    if (Std(absl::StripAsciiWhitespace(Absl(line))).empty()) {
      if (error_line == 1)
        return InvalidField("header", "the file starts with a blank line instead of a header");
      article.set_body(std::string(text));
      article.mutable_publisher()->set_domain(std::string(HostOf(article.uri())));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(ParseHeaderLine(line, article));
  }
  return InvalidField("header", absl::StrCat("no blank line within the first ", kMaxHeaderLines, " lines"));
}

std::string_view HostOf(std::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos) return "";
  std::string_view host = uri.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (const size_t user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  // An address in brackets has colons of its own.
  host = host.substr(0, host.find(':', host.empty() || host.front() != '[' ? 0 : host.find(']')));
  if (host.substr(0, 4) == "www.") host.remove_prefix(4);
  return host;
}

}  // namespace tearsheet
