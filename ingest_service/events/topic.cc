#include "ingest_service/events/topic.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace tearsheet {
namespace {

// Times that an article must name an organisation, the title counting double, to be about it.
constexpr int kOften = 3;

// "A suit by Acme", "investors led by Acme": named in passing, not what the sentence is about.
bool StandsAside(const Document& document, const DocumentMention& mention) {
  const Sentence& sentence = document.sentences[mention.sentence];
  int before = mention.first_token - 1;
  if (before > sentence.first_token && document.tokens[before].lower == "the") --before;
  if (before <= sentence.first_token) return false;
  const std::string_view word = document.tokens[before].lower;
  return word == "by" || word == "with" || word == "against" || word == "from";
}

}  // namespace

bool IsOfficial(const v1::Entity& entity, const Catalogue& catalogue) {
  if (const CatalogueEntry* entry = catalogue.FindEntry(entity.entity_id()); entry != nullptr) {
    return std::any_of(entry->sectors.begin(), entry->sectors.end(),
                       [](const std::string& s) { return s == "regulator" || s == "government"; });
  }
  static constexpr std::string_view kHeads[] = {"Court",      "Commission",     "Authority",  "Ministry",
                                                "Department", "Agency",         "Office",     "Bureau",
                                                "Tribunal",   "Administration", "Government", "Parliament",
                                                "Treasury",   "Council",        "Board",      "Directorate"};
  const std::string_view name = entity.name();
  const size_t space = name.rfind(' ');
  const std::string_view last = space == std::string_view::npos ? name : name.substr(space + 1);
  const std::string_view first = name.substr(0, name.find(' '));
  return std::find(std::begin(kHeads), std::end(kHeads), last) != std::end(kHeads) || first == "Ministry" ||
         first == "Department" || first == "Court";
}

TopicTracker::TopicTracker(const Document& document, const Catalogue& catalogue) : document_(document) {
  for (const v1::Entity& entity : document.entities) {
    const bool organisation =
        entity.kind() == v1::ENTITY_KIND_ORGANISATION || entity.kind() == v1::ENTITY_KIND_UNSPECIFIED;
    company_.push_back(organisation && !IsOfficial(entity, catalogue));
  }
  FindMain();
}

bool TopicTracker::IsTopic(const DocumentMention& mention) const {
  return mention.kind == v1::ENTITY && mention.entities.size() == 1 && company_[mention.entities[0]];
}

void TopicTracker::FindMain() {
  std::vector<int> named(document_.entities.size(), 0);
  for (const DocumentMention& mention : document_.mentions) {
    if (!IsTopic(mention)) continue;
    named[mention.entities[0]] += document_.sentences[mention.sentence].part == v1::TEXT_PART_TITLE ? 8 : 1;
  }
  for (size_t e = 0; e < named.size(); ++e) {
    if (named[e] >= kOften && (main_ < 0 || named[e] > named[main_])) main_ = static_cast<int>(e);
  }
}

void TopicTracker::Start(int s) {
  const Sentence& sentence = document_.sentences[s];
  if (told_topic_ >= 0) {
    last_topic_ = told_topic_;
    // A paragraph that opens with whom the article is about goes on about him.
    if (main_ < 0 || paragraph_topic_ != main_) paragraph_topic_ = told_topic_;
  }
  if (sentence.paragraph != paragraph_) paragraph_topic_ = -1;
  paragraph_ = sentence.paragraph;
  sentence_topic_ = -1;
  told_topic_ = -1;
  const std::vector<DocumentMention>& mentions = document_.mentions;
  while (next_mention_ < mentions.size() && mentions[next_mention_].first_token < sentence.first_token)
    ++next_mention_;
  for (size_t m = next_mention_; m < mentions.size() && mentions[m].first_token < sentence.end_token; ++m) {
    if (!IsTopic(mentions[m])) continue;
    sentence_topic_ = mentions[m].entities[0];
    if (!StandsAside(document_, mentions[m])) told_topic_ = sentence_topic_;
    break;
  }
  topic_ = paragraph_topic_ >= 0 ? paragraph_topic_ : main_ >= 0 ? main_ : last_topic_;
}

}  // namespace tearsheet
