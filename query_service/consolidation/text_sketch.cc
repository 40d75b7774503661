#include "query_service/consolidation/text_sketch.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "query_service/consolidation/names.h"

namespace tearsheet {
namespace {

using google::protobuf::RepeatedField;
using state::v1::TextSketch;

constexpr size_t kShingleWords = 3;
// Fewer quoted words are a manner of speaking, not a quotation.
constexpr size_t kMinQuotedWords = 4;
constexpr size_t kMaxQuotes = 16;
constexpr size_t kMaxNumbers = 32;
constexpr size_t kMaxSources = 16;
// A quotation that is not closed by then was none.
constexpr size_t kMaxQuotedWords = 200;

uint32_t HashOf(std::string_view text) {
  return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The text with a blank in the place of each tag, and without what scripts and styles hold.
std::string WithoutTags(std::string_view html) {
  std::string text;
  text.reserve(html.size());
  size_t at = 0;
  while (at < html.size()) {
    if (html[at] != '<') {
      text.push_back(html[at++]);
      continue;
    }
    const std::string_view rest = html.substr(at);
    const std::string_view skipped = rest.substr(0, 7) == "<script"  ? "</script"
                                     : rest.substr(0, 6) == "<style" ? "</style"
                                                                     : "";
    if (!skipped.empty()) at = std::min(html.find(skipped, at), html.size());
    at = std::min(html.find('>', at), html.size() - 1) + 1;
    text.push_back(' ');
  }
  return text;
}

// Which mark a quotation begins or ends with at `at`: its length in bytes, 0 for none.
size_t QuoteMark(std::string_view text, size_t at, bool& opens, bool& closes) {
  opens = closes = true;
  if (text[at] == '"') return 1;
  const std::string_view three = text.substr(at, 3);
  opens = three == "\xE2\x80\x9C" || three == "\xE2\x80\x9E";
  closes = three == "\xE2\x80\x9D" || three == "\xE2\x80\x9C";
  if (opens || closes) return 3;
  const std::string_view entity = text.substr(at, 6);
  opens = entity == "&quot;" || entity == "&ldquo";
  closes = entity == "&quot;" || entity == "&rdquo";
  return opens || closes ? 6 : 0;
}

using Hashes = std::vector<uint32_t>;

Hashes Sorted(Hashes hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

// Reads a text from its beginning to its end. Shingles stand outside quotations and do not reach over them.
class Reader {
 public:
  void Read(std::string_view text) {
    size_t at = 0;
    while (at < text.size()) {
      bool opens = false;
      bool closes = false;
      if (const size_t length = QuoteMark(text, at, opens, closes); length > 0) {
        Mark(opens, closes);
        at += length;
      } else if (text[at] == '\n') {
        // A quotation that goes over several paragraphs is opened anew in each.
        Abandon();
        ++at;
      } else if (const size_t length = WordLength(text, at); length > 0) {
        Word(text.substr(at, length));
        at += length;
      } else {
        ++at;
      }
    }
    Abandon();
  }

  // Each ascending, without repetition.
  Hashes Shingles() { return Sorted(std::move(shingles_)); }
  Hashes Quotes() { return Sorted(std::move(quotes_)); }
  Hashes Numbers() { return Sorted(std::move(numbers_)); }

 private:
  // A word is letters and digits that begin with a letter, or digits with points and commas between them.
  static size_t WordLength(std::string_view text, size_t at) {
    const auto is_letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    };
    const bool number = IsDigit(text[at]);
    size_t end = at;
    while (end < text.size()) {
      const bool digit = IsDigit(text[end]);
      const bool point =
          (text[end] == '.' || text[end] == ',') && end + 1 < text.size() && IsDigit(text[end + 1]);
      const bool closes_quotation = text.substr(end, 3) == "\xE2\x80\x9D";
      if (number ? !digit && !point : (!digit && !is_letter(text[end])) || closes_quotation) break;
      ++end;
    }
    return end - at;
  }

  void Word(std::string_view text) {
    word_.assign(text);
    for (char& c : word_) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const uint32_t hash = HashOf(word_);
    if (IsDigit(word_.front())) numbers_.push_back(hash);
    if (!quoting_) {
      AddWord(hash);
      return;
    }
    quoted_.push_back(hash);
    if (quoted_.size() > kMaxQuotedWords) Abandon();
  }

  void Mark(bool opens, bool closes) {
    if (quoting_ && closes) {
      if (quoted_.size() < kMinQuotedWords) return Abandon();
      quotes_.push_back(
          HashOf({reinterpret_cast<const char*>(quoted_.data()), quoted_.size() * sizeof(uint32_t)}));
      quoted_.clear();
      run_ = 0;
      quoting_ = false;
    } else if (opens) {
      Abandon();
      quoting_ = true;
    }
  }

  // The quoted words, if any, were none; they are read like the others.
  void Abandon() {
    quoting_ = false;
    for (const uint32_t word : quoted_) AddWord(word);
    quoted_.clear();
  }

  void AddWord(uint32_t word) {
    last_[0] = last_[1];
    last_[1] = last_[2];
    last_[2] = word;
    if (++run_ >= kShingleWords)
      shingles_.push_back(HashOf({reinterpret_cast<const char*>(last_.data()), sizeof(last_)}));
  }

  Hashes shingles_;
  Hashes quotes_;
  Hashes numbers_;
  std::string word_;
  std::vector<uint32_t> quoted_;
  std::array<uint32_t, kShingleWords> last_{};
  size_t run_ = 0;
  bool quoting_ = false;
};

void Keep(const Hashes& hashes, size_t limit, RepeatedField<uint32_t>& kept) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(hashes.size(), limit));
  kept.Add(hashes.begin(), hashes.begin() + count);
}

int Common(const RepeatedField<uint32_t>& a, const RepeatedField<uint32_t>& b) {
  int common = 0;
  for (int i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a.Get(i) == b.Get(j)) ++common;
    const bool step_a = a.Get(i) <= b.Get(j);
    const bool step_b = b.Get(j) <= a.Get(i);
    i += step_a;
    j += step_b;
  }
  return common;
}

int Share(int common, int of) { return of == 0 ? -1 : common * 1000 / of; }

int ShareOfFewer(const RepeatedField<uint32_t>& a, const RepeatedField<uint32_t>& b) {
  return Share(Common(a, b), std::min(a.size(), b.size()));
}

}  // namespace

TextSketch SketchText(std::string_view body, bool html, const std::vector<std::string>& sources) {
  Reader reader;
  if (html) {
    reader.Read(WithoutTags(body));
  } else {
    reader.Read(body);
  }
  TextSketch sketch;
  const Hashes shingles = reader.Shingles();
  if (shingles.size() < kMinShingles) return sketch;
  int level = 0;
  auto end = shingles.end();
  while (end - shingles.begin() > static_cast<std::ptrdiff_t>(kMaxSampledShingles))
    end = std::lower_bound(shingles.begin(), end, UINT32_MAX >> ++level);
  sketch.set_level(level);
  sketch.mutable_shingles()->Add(shingles.begin(), end);
  Keep(reader.Quotes(), kMaxQuotes, *sketch.mutable_quotes());
  Keep(reader.Numbers(), kMaxNumbers, *sketch.mutable_numbers());
  Hashes cited;
  cited.reserve(sources.size());
  for (const std::string& source : sources) cited.push_back(HashOf(NameKey(source)));
  Keep(Sorted(std::move(cited)), kMaxSources, *sketch.mutable_sources());
  return sketch;
}

Likeness CompareSketches(const TextSketch& a, const TextSketch& b) {
  Likeness likeness;
  // What the coarser sample would hold of either.
  const uint32_t end = UINT32_MAX >> std::max(a.level(), b.level());
  const auto size = [end](const TextSketch& sketch) {
    const auto& all = sketch.shingles();
    return static_cast<int>(std::lower_bound(all.begin(), all.end(), end) - all.begin());
  };
  likeness.compared = std::min(size(a), size(b));
  likeness.shared = Common(a.shingles(), b.shingles());
  likeness.contained = std::max(0, Share(likeness.shared, likeness.compared));
  likeness.numbers = ShareOfFewer(a.numbers(), b.numbers());
  likeness.quotes = ShareOfFewer(a.quotes(), b.quotes());
  likeness.sources = ShareOfFewer(a.sources(), b.sources());
  likeness.number_count = std::min(a.numbers_size(), b.numbers_size());
  return likeness;
}

}  // namespace tearsheet
