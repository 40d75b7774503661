#include "ingest_service/text/html_text.h"

#include <algorithm>
#include <array>

#include "ingest_service/text/html_entities.h"

namespace tearsheet {

namespace {

// Elements that begin and end a block of text. Sorted.
constexpr std::array kBlocks = std::to_array<std::string_view>({
    "address", "article", "aside",  "blockquote", "body",   "br",       "caption",    "center",
    "dd",      "details", "div",    "dl",         "dt",     "fieldset", "figcaption", "figure",
    "footer",  "form",    "h1",     "h2",         "h3",     "h4",       "h5",         "h6",
    "head",    "header",  "hr",     "html",       "legend", "li",       "main",       "menu",
    "nav",     "ol",      "option", "p",          "pre",    "section",  "summary",    "table",
    "tbody",   "td",      "tfoot",  "th",         "thead",  "title",    "tr",         "ul",
});

// Elements whose content is no text for readers; it ends with the first end tag of that name. Sorted.
constexpr std::array kHidden = std::to_array<std::string_view>({
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
});

static_assert(std::is_sorted(kBlocks.begin(), kBlocks.end()));
static_assert(std::is_sorted(kHidden.begin(), kHidden.end()));

constexpr size_t kLongestTagName = 10;

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool IsLetter(char c) { return Lower(c) >= 'a' && Lower(c) <= 'z'; }
bool IsSpace(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; }

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view source) : source_(source) { result_.text.reserve(source.size()); }

  ReaderText Run() {
    while (position_ < source_.size()) {
      const char c = source_[position_];
      if (c == '<') {
        Markup();
      } else if (c == '&') {
        Reference();
      } else if (IsSpace(c)) {
        Space(c);
      } else {
        Copy();
      }
    }
    return std::move(result_);
  }

 private:
  char At(size_t offset) const { return offset < source_.size() ? source_[offset] : '\0'; }

  // Moves behind the next `mark`, or to the end where there is none.
  void SkipBehind(std::string_view mark, size_t from) {
    const size_t found = from < source_.size() ? source_.find(mark, from) : source_.npos;
    position_ = found == source_.npos ? source_.size() : found + mark.size();
  }

  void Markup() {
    const char next = At(position_ + 1);
    if (source_.substr(position_, 4) == "<!--") {
      // "<!-->" is a whole comment.
      SkipBehind("-->", position_ + 2);
    } else if (next == '!' || next == '?') {
      SkipBehind(">", position_ + 2);
    } else if (IsLetter(next)) {
      Tag(position_ + 1, /*closes=*/false);
    } else if (next == '/' && IsLetter(At(position_ + 2))) {
      Tag(position_ + 2, /*closes=*/true);
    } else if (next == '/') {
      SkipBehind(">", position_ + 2);
    } else {
      Copy();
    }
  }

  void Tag(size_t name_begin, bool closes) {
    char buffer[kLongestTagName + 1];
    size_t size = 0;
    size_t at = name_begin;
    for (; at < source_.size() && !IsSpace(source_[at]) && source_[at] != '>' && source_[at] != '/'; ++at) {
      if (size <= kLongestTagName) buffer[size++] = Lower(source_[at]);
    }
    const std::string_view name(buffer, size);
    SkipTag(at);
    if (std::binary_search(kBlocks.begin(), kBlocks.end(), name)) Break();
    if (name == "li" && !closes) bullet_ = true;
    if (name == "pre") preformatted_ = !closes;
    if (!closes && std::binary_search(kHidden.begin(), kHidden.end(), name)) SkipElement(name);
  }

  // Moves behind the '>' that ends the tag; one inside a quoted attribute value does not.
  void SkipTag(size_t at) {
    bool value = false;  // a '=' stands before
    while (at < source_.size()) {
      const char c = source_[at++];
      if (c == '>') break;
      if (value && (c == '"' || c == '\'')) {
        const size_t quote = source_.find(c, at);
        at = quote == source_.npos ? source_.size() : quote + 1;
        value = false;
      } else if (c == '=') {
        value = true;
      } else if (!IsSpace(c)) {
        value = false;
      }
    }
    position_ = at;
  }

  void SkipElement(std::string_view name) {
    while (position_ < source_.size()) {
      const size_t tag = source_.find("</", position_);
      if (tag == source_.npos) break;
      position_ = tag + 2;
      size_t same = 0;
      while (same < name.size() && Lower(At(position_ + same)) == name[same]) ++same;
      if (same == name.size() && !IsLetter(At(position_ + same))) {
        SkipTag(position_ + same);
        return;
      }
    }
    position_ = source_.size();
  }

  void Break() {
    space_ = false;
    if (!result_.text.empty() && result_.text.back() != '\n') result_.text.push_back('\n');
  }

  void Space(char c) {
    if (preformatted_ && c == '\n') {
      Break();
    } else {
      space_ = true;
    }
    ++position_;
  }

  // What goes before the first character of a stretch.
  void BeforeText() {
    const bool at_start = result_.text.empty() || result_.text.back() == '\n';
    if (bullet_ && at_start) result_.text.push_back(kBulletMark);
    bullet_ = false;
    if (space_ && !at_start) result_.text.push_back(' ');
    space_ = false;
  }

  void Reference() {
    const DecodedReference reference = DecodeReference(source_.substr(position_));
    if (reference.size == 0) {
      Copy();
      return;
    }
    if (reference.text.empty()) {
      space_ = true;
    } else {
      BeforeText();
      AddRun(reference.size);
      result_.text.append(reference.text);
    }
    position_ += reference.size;
  }

  // Copies the character at position_ and what follows it up to the next that needs thought.
  void Copy() {
    BeforeText();
    AddRun(0);
    size_t end = position_ + 1;
    while (end < source_.size()) {
      const char c = source_[end];
      if (c == '<' || c == '&') break;
      // One plain space between words stays in the stretch.
      if (IsSpace(c) && !(c == ' ' && end + 1 < source_.size() && IsPlain(source_[end + 1]))) break;
      ++end;
    }
    result_.text.append(source_.substr(position_, end - position_));
    position_ = end;
  }

  static bool IsPlain(char c) { return !IsSpace(c) && c != '<' && c != '&'; }

  void AddRun(size_t source_size) {
    ReaderText::Run run;
    run.reader = static_cast<int32_t>(result_.text.size());
    run.source = static_cast<int32_t>(position_);
    run.source_size = static_cast<int32_t>(source_size);
    result_.runs.push_back(run);
  }

  std::string_view source_;
  ReaderText result_;
  size_t position_ = 0;
  // White space was seen since the last character.
  bool space_ = false;
  bool bullet_ = false;
  bool preformatted_ = false;
};

}  // namespace

ReaderText ReadHtml(std::string_view source) { return HtmlReader(source).Run(); }

}  // namespace tearsheet
