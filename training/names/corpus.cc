#include "training/names/corpus.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "simdjson.h"

namespace tearsheet {

namespace {

// Sentences of one passage.
constexpr size_t kSentences = 8;

struct TokenSpan {
  size_t first = 0;
  size_t end = 0;
  NameKind kind = NameKind::kOrganisation;
};

struct AnnotatedSentence {
  std::string part;
  std::vector<std::string> tokens;
  std::vector<TokenSpan> spans;
};

std::optional<NameKind> KindOf(std::string_view label) {
  static constexpr std::array<std::pair<std::string_view, NameKind>, 15> kKinds = {
      {{"ORG", NameKind::kOrganisation},
       {"group", NameKind::kOrganisation},
       {"corporation", NameKind::kOrganisation},
       {"Company", NameKind::kOrganisation},
       {"PER", NameKind::kPerson},
       {"person", NameKind::kPerson},
       {"Person", NameKind::kPerson},
       {"LOC", NameKind::kPlace},
       {"location", NameKind::kPlace},
       {"Location", NameKind::kPlace},
       {"GeopoliticalEntity", NameKind::kPlace},
       {"MISC", NameKind::kThing},
       {"product", NameKind::kThing},
       {"creative-work", NameKind::kThing},
       {"Product", NameKind::kThing}}};
  for (const auto& [name, kind] : kKinds) {
    if (name == label) return kind;
  }
  return std::nullopt;
}

absl::Status ReadSpans(simdjson::dom::element line, AnnotatedSentence& sentence) {
  const auto add = [&](uint64_t first, uint64_t end, std::string_view label) {
    const std::optional<NameKind> kind = KindOf(label);
    if (!kind.has_value() || first >= end || end > sentence.tokens.size()) return;
    // `Acme Corp. ( "Acme" )` is one name to some corpora.
    uint64_t last = first;
    while (last < end && sentence.tokens[last] != "(" && sentence.tokens[last] != "'s") ++last;
    if (sentence.tokens[first] == "Mr." || sentence.tokens[first] == "Mrs." ||
        sentence.tokens[first] == "Ms.")
      ++first;
    if (first < last) sentence.spans.push_back({first, last, *kind});
  };
  simdjson::dom::array spans;
  if (line["spans"].get(spans) == simdjson::SUCCESS) {
    for (const simdjson::dom::element span : spans) {
      add(span.at(0).get_uint64(), span.at(1).get_uint64(), span.at(2).get_string());
    }
  } else if (line["entities"].get(spans) == simdjson::SUCCESS) {
    for (const simdjson::dom::element span : spans) {
      add(span["start"].get_uint64(), span["end"].get_uint64(), span["type"].get_string());
    }
  } else {
    return absl::InvalidArgumentError("no spans");
  }
  std::sort(sentence.spans.begin(), sentence.spans.end(),
            [](const TokenSpan& a, const TokenSpan& b) { return a.first < b.first; });
  return absl::OkStatus();
}

absl::StatusOr<std::vector<AnnotatedSentence>> ReadFile(const std::string& path) {
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  if (parser.load_many(path).get(lines) != simdjson::SUCCESS)
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::vector<AnnotatedSentence> sentences;
  for (auto result : lines) {
    simdjson::dom::element line;
    simdjson::dom::array tokens;
    if (result.get(line) != simdjson::SUCCESS || line["tokens"].get(tokens) != simdjson::SUCCESS) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", sentences.size() + 1, ": not a sentence"));
    }
    AnnotatedSentence sentence;
    std::string_view part;
    if (line["split"].get(part) == simdjson::SUCCESS || line["part"].get(part) == simdjson::SUCCESS)
      sentence.part = std::string(part);
    for (const simdjson::dom::element token : tokens)
      sentence.tokens.emplace_back(token.get_string().value());
    RETURN_IF_ERROR(ReadSpans(line, sentence));
    sentences.push_back(std::move(sentence));
  }
  return sentences;
}

// Whether no space stands between two tokens of a corpus.
bool Glued(std::string_view before, std::string_view after, bool& quoted) {
  if (after == "\"" || after == "''" || after == "``") {
    quoted = !quoted;
    return !quoted;
  }
  if (before == "\"" || before == "``" || before == "''") return quoted;
  if (after.size() == 1 && std::string_view(",.;:!?)]%").find(after[0]) != std::string_view::npos)
    return true;
  if (after.size() > 1 && after[0] == '\'' && after != "'\"'") return true;
  if (after == "n't" || after == "\u2019s") return true;
  return before == "(" || before == "[" || before == "$" || before == "\u00a3" || before == "\u20ac" ||
         before == "#" || before == "@";
}

void Render(const AnnotatedSentence& sentence, Passage& passage) {
  if (!passage.text.empty()) passage.text += "\n\n";
  size_t span = 0;
  bool quoted = false;
  for (size_t i = 0; i < sentence.tokens.size(); ++i) {
    if (i > 0 && !Glued(sentence.tokens[i - 1], sentence.tokens[i], quoted)) passage.text.push_back(' ');
    while (span < sentence.spans.size() && sentence.spans[span].first < i) ++span;
    const size_t begin = passage.text.size();
    passage.text += sentence.tokens[i];
    if (span >= sentence.spans.size()) continue;
    if (sentence.spans[span].first == i) {
      passage.names.push_back({begin, passage.text.size(), sentence.spans[span].kind});
      // Further tokens of the name.
      size_t k = i + 1;
      for (; k < sentence.spans[span].end; ++k) {
        if (!Glued(sentence.tokens[k - 1], sentence.tokens[k], quoted)) passage.text.push_back(' ');
        passage.text += sentence.tokens[k];
      }
      passage.names.back().end = passage.text.size();
      i = k - 1;
      ++span;
    }
  }
}

// What is held out: the part that the corpus itself names, else every fifth passage.
bool IsTest(const std::string& corpus, const std::string& part, size_t passage) {
  if (corpus == "btc") return part == "h";
  if (corpus == "wnut17" || corpus == "sec_filings") return part == "test";
  return passage % 5 == 4;
}

}  // namespace

absl::StatusOr<std::vector<CorpusPart>> ReadCorpora(std::string_view folder) {
  std::vector<CorpusPart> parts;
  for (const std::string name : {"wikigold", "fire_dev", "sec_filings", "wnut17", "btc"}) {
    ASSIGN_OR_RETURN(const std::vector<AnnotatedSentence> sentences,
                     ReadFile(absl::StrCat(Absl(folder), "/", name, ".jsonl")));
    // Where sentences follow each other.
    const size_t together = name == "wikigold" || name == "sec_filings" ? kSentences : 1;
    CorpusPart part;
    part.name = name;
    for (size_t i = 0; i < sentences.size();) {
      Passage passage;
      const size_t first = i;
      for (; i < sentences.size() && i < first + together && sentences[i].part == sentences[first].part; ++i)
        Render(sentences[i], passage);
      (IsTest(name, sentences[first].part, first / together) ? part.test : part.train)
          .push_back(std::move(passage));
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

Passage WithOtherNames(const Passage& passage, size_t percent, const NameInventor& inventor, Random& random) {
  Passage result;
  std::map<std::pair<std::string, NameKind>, std::string> replaced;
  size_t at = 0;
  for (const NamedSpan& name : passage.names) {
    result.Append(std::string_view(passage.text).substr(at, name.begin - at));
    at = name.end;
    std::string text = passage.text.substr(name.begin, name.end - name.begin);
    const auto [found, is_new] = replaced.try_emplace({text, name.kind}, text);
    if (is_new && random.Percent(percent)) {
      const InventedName other = inventor.Invent(name.kind, random);
      // A name of one word is likely a short form.
      found->second =
          text.find(' ') == text.npos && name.kind != NameKind::kPlace ? other.short_form : other.full;
    }
    result.AppendName(found->second, name.kind);
  }
  result.Append(std::string_view(passage.text).substr(at));
  return result;
}

Passage InTitleCase(const Passage& passage) {
  static constexpr std::array kSmall = std::to_array<std::string_view>(
      {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"});
  Passage result = passage;
  std::string& text = result.text;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
    const std::string_view word = std::string_view(text).substr(i, end - i);
    const bool small = std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end();
    const bool named = std::any_of(passage.names.begin(), passage.names.end(),
                                   [i](const NamedSpan& name) { return name.begin <= i && i < name.end; });
    if (!small && !named && text[i] >= 'a' && text[i] <= 'z') text[i] = static_cast<char>(text[i] - 32);
    i = end + 1;
  }
  return result;
}

Passage InCapitals(const Passage& passage) {
  Passage result = passage;
  for (char& c : result.text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return result;
}

}  // namespace tearsheet
