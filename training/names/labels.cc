#include "training/names/labels.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "ingest_service/mentions/token_view.h"
#include "ingest_service/text/read_text.h"

namespace tearsheet {

namespace {

NameLabel FirstLabel(NameKind kind) { return static_cast<NameLabel>(1 + 2 * static_cast<int>(kind)); }

// The label of every token of the document.
std::vector<NameLabel> LabelsOf(const Passage& passage, const Document& document, const Lexicon& lexicon,
                                const std::vector<WordId>& words) {
  std::vector<NameLabel> labels(document.tokens.size(), NameLabel::kNone);
  size_t at = 0;
  for (const NamedSpan& name : passage.names) {
    while (at < document.tokens.size() && document.tokens[at].begin < static_cast<int32_t>(name.begin)) ++at;
    size_t end = at;
    bool all_nations = true;
    while (end < document.tokens.size() && document.tokens[end].end <= static_cast<int32_t>(name.end)) {
      all_nations = all_nations && lexicon.Word(words[end]).IsName(kIsNationality);
      ++end;
    }
    if (end == at || all_nations) continue;
    const NameLabel first = FirstLabel(name.kind);
    for (size_t i = at; i < end; ++i)
      labels[i] = i == at ? first : static_cast<NameLabel>(static_cast<int>(first) + 1);
    at = end;
  }
  return labels;
}

struct Found {
  size_t first;
  size_t end;
  size_t kind;
  bool operator==(const Found&) const = default;
};

std::vector<Found> NamesOf(const std::vector<NameLabel>& labels) {
  std::vector<Found> names;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == NameLabel::kNone) continue;
    if (!IsInside(labels[i]) || names.empty() || names.back().end != i) {
      names.push_back({i, i + 1, (static_cast<size_t>(labels[i]) - 1) / 2});
    } else {
      ++names.back().end;
    }
  }
  return names;
}

}  // namespace

void AppendRuns(const Passage& passage, const Catalogue& catalogue, const Lexicon& lexicon,
                std::vector<LabelledRun>& runs) {
  v1::Article article;
  article.set_body(passage.text);
  const Document document = ReadText(article);
  std::vector<WordId> words;
  words.reserve(document.tokens.size());
  for (const Token& token : document.tokens) words.push_back(lexicon.vocabulary().Find(token.lower));
  const std::vector<NameLabel> labels = LabelsOf(passage, document, lexicon, words);
  NameFeatureReader reader(catalogue, document);
  for (const Sentence& sentence : document.sentences) {
    const TokenView tokens(document, words, lexicon, sentence.first_token, sentence.end_token);
    const Capitals capitals = CapitalsOf(tokens);
    for (int32_t i = tokens.first(); i < tokens.end();) {
      int32_t end = i;
      while (reader.MayBeNamed(tokens, end)) ++end;
      if (end > i) {
        LabelledRun run;
        reader.Read(tokens, capitals, i, end, run.features);
        run.labels.assign(labels.begin() + i, labels.begin() + end);
        // A name that begins in front of what may be part of names.
        if (IsInside(run.labels.front()))
          run.labels.front() = static_cast<NameLabel>(static_cast<int>(run.labels.front()) - 1);
        runs.push_back(std::move(run));
      }
      i = std::max(end, i + 1);
    }
  }
}

void CountNames(const std::vector<NameLabel>& found, const std::vector<NameLabel>& right,
                NameCounts& counts) {
  const std::vector<Found> a = NamesOf(found);
  const std::vector<Found> b = NamesOf(right);
  counts.spans.found += static_cast<int>(a.size());
  counts.spans.wanted += static_cast<int>(b.size());
  for (const Found& name : b) ++counts.of_kind[name.kind].wanted;
  for (const Found& name : a) {
    ++counts.of_kind[name.kind].found;
    for (const Found& other : b) {
      if (other.first != name.first || other.end != name.end) continue;
      ++counts.spans.right;
      if (other.kind == name.kind) ++counts.of_kind[name.kind].right;
    }
  }
}

}  // namespace tearsheet
