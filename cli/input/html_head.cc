#include "cli/input/html_head.h"

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/input/article_text.h"
#include "cli/text/display_width.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "unicode/utf8.h"

namespace tearsheet {
namespace {

constexpr size_t kMaxHeadBytes = 64 << 10;
constexpr size_t kMaxAttributes = 32;

using Attributes = std::map<std::string, std::string, std::less<>>;

std::string_view Trim(std::string_view text) { return Std(absl::StripAsciiWhitespace(Absl(text))); }

bool StartsWith(std::string_view text, std::string_view prefix) {
  return absl::StartsWithIgnoreCase(Absl(text), Absl(prefix));
}

// Appends code point `code` in UTF-8; false when it is none.
bool AppendCodePoint(uint32_t code, std::string& out) {
  if (code == 0 || code > 0x10FFFF || U_IS_SURROGATE(code)) return false;
  char bytes[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, code);
  out.append(bytes, static_cast<size_t>(length));
  return true;
}

// Decodes one character reference without "&" and ";"; false when it is not known.
bool AppendReference(std::string_view name, std::string& out) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"amp", "&"},   {"lt", "<"},    {"gt", ">"},    {"quot", "\""}, {"apos", "'"},
      {"nbsp", " "},  {"ndash", "–"}, {"mdash", "—"}, {"lsquo", "‘"}, {"rsquo", "’"},
      {"ldquo", "“"}, {"rdquo", "”"}, {"euro", "€"},  {"pound", "£"}, {"hellip", "…"}};
  for (const auto& [known, text] : kNames) {
    if (name != known) continue;
    out += text;
    return true;
  }
  if (name.size() < 2 || name[0] != '#') return false;
  uint32_t code = 0;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const bool number =
      hex ? absl::SimpleHexAtoi(Absl(name.substr(2)), &code) : absl::SimpleAtoi(Absl(name.substr(1)), &code);
  return number && AppendCodePoint(code, out);
}

std::string DecodeText(std::string_view text) {
  constexpr size_t kLongestReference = 10;
  std::string out;
  while (!text.empty()) {
    const size_t end = text[0] == '&' ? text.substr(0, kLongestReference).find(';') : std::string_view::npos;
    if (end != std::string_view::npos && AppendReference(text.substr(1, end - 1), out)) {
      text.remove_prefix(end + 1);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return CleanLine(out);
}

// Takes everything up to and including `end` off `text` and returns what stood before it; all of it without
// an `end`.
std::string_view TakeUntil(std::string_view& text, std::string_view end) {
  const size_t place = text.find(end);
  const std::string_view taken = text.substr(0, place);
  text.remove_prefix(place == std::string_view::npos ? text.size() : place + end.size());
  return taken;
}

// Takes the attributes of a start tag and its ">" off `text`.
Attributes TakeAttributes(std::string_view& text) {
  Attributes attributes;
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n/"), text.size()));
    if (text.empty()) break;
    if (text[0] == '>') {
      text.remove_prefix(1);
      break;
    }
    const size_t name_end = std::min(text.find_first_of("= \t\r\n/>", 1), text.size());
    const std::string name = absl::AsciiStrToLower(Absl(text.substr(0, name_end)));
    text.remove_prefix(name_end);
    std::string_view value;
    const size_t equals = text.find_first_not_of(" \t\r\n");
    if (equals != std::string_view::npos && text[equals] == '=') {
      text.remove_prefix(equals + 1);
      text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
      if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
        const std::string quote(1, text[0]);
        text.remove_prefix(1);
        value = TakeUntil(text, quote);
      } else {
        value = text.substr(0, text.find_first_of(" \t\r\n>"));
        text.remove_prefix(value.size());
      }
    }
    if (attributes.size() < kMaxAttributes) attributes.emplace(name, DecodeText(value));
  }
  return attributes;
}

std::string Get(const Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

void SetIfEmpty(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

void ReadMeta(const Attributes& attributes, v1::Article& article) {
  std::string name = Get(attributes, "property");
  if (name.empty()) name = Get(attributes, "name");
  if (name.empty()) name = Get(attributes, "itemprop");
  const std::string content = Get(attributes, "content");
  if (name == "og:url") SetIfEmpty(*article.mutable_uri(), content);
  if (name == "og:title") SetIfEmpty(*article.mutable_title(), content);
  if (name == "og:site_name") SetIfEmpty(*article.mutable_publisher()->mutable_name(), content);
  if ((name == "article:published_time" || name == "datePublished") && !article.has_publish_time()) {
    if (const auto time = ParseTime(content); time.ok()) *article.mutable_publish_time() = TimeToProto(*time);
  }
}

// A comment is a header when its first line is one.
absl::Status ReadComment(std::string_view comment, v1::Article& article) {
  v1::Article trial;
  const std::string_view text = Trim(comment);
  if (!ParseHeaderLine(text.substr(0, text.find('\n')), trial).ok()) return absl::OkStatus();
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = Trim(TakeUntil(rest, "\n"));
    if (!line.empty()) RETURN_IF_ERROR(ParseHeaderLine(line, article));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseHtmlArticle(std::string_view page, v1::Article& article) {
  article.set_body(std::string(page));
  article.set_body_format(v1::BODY_FORMAT_HTML);

  std::string canonical;
  std::string title;
  std::string_view rest = page.substr(0, kMaxHeadBytes);
  bool at_start = true;
  while (true) {
    TakeUntil(rest, "<");
    if (rest.empty() || StartsWith(rest, "body")) break;
    if (StartsWith(rest, "!--")) {
      rest.remove_prefix(3);
      const std::string_view comment = TakeUntil(rest, "-->");
      if (at_start) RETURN_IF_ERROR(ReadComment(comment, article));
      continue;
    }
    const std::string tag = absl::AsciiStrToLower(Absl(rest.substr(0, rest.find_first_of(" \t\r\n/>", 1))));
    rest.remove_prefix(std::min(tag.size(), rest.size()));
    const Attributes attributes = TakeAttributes(rest);
    if (tag != "!doctype") at_start = false;
    if (tag == "html") SetIfEmpty(*article.mutable_language(), Get(attributes, "lang"));
    if (tag == "meta") ReadMeta(attributes, article);
    if (tag == "title") SetIfEmpty(title, DecodeText(TakeUntil(rest, "<")));
    if (tag == "link" && absl::EqualsIgnoreCase(Get(attributes, "rel"), "canonical"))
      SetIfEmpty(canonical, Get(attributes, "href"));
    if (tag == "script" || tag == "style") TakeUntil(rest, "</" + tag);
  }
  SetIfEmpty(*article.mutable_uri(), canonical);
  SetIfEmpty(*article.mutable_title(), title);
  article.mutable_publisher()->set_domain(std::string(HostOf(article.uri())));
  return absl::OkStatus();
}

}  // namespace tearsheet
