#include "query_service/consolidation/origin.h"

#include "query_service/consolidation/names.h"

namespace tearsheet {

using state::v1::EventFact;

Origin OriginOf(const EventFact& fact) {
  const auto& chain = fact.event().attribution();
  for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
    if (link->name().empty() || link->kind() == v1::PUBLISHER || link->kind() == v1::AUTHOR) continue;
    const std::string key = NameKey(link->name());
    return {.key = key,
            .least_key = key,
            .name = link->name(),
            .cited = true,
            .party = link->kind() == v1::PARTY || link->kind() == v1::FILING,
            .said_unix_nanos = fact.publish_unix_nanos()};
  }
  // A filing without a name of its own weighs as one, though nobody can be named for it.
  const bool filing = !chain.empty() && chain.rbegin()->kind() == v1::FILING;
  const std::string key = NameKey(fact.publisher());
  return {.key = key,
          .least_key = key,
          .name = fact.publisher(),
          .cited = false,
          .party = filing,
          .said_unix_nanos = fact.publish_unix_nanos()};
}

const Origin& Origins::Push(const EventFact& fact) {
  const auto [number, added] = numbers_.try_emplace(fact.uri(), articles_.size());
  if (added) {
    Article& article = articles_.emplace_back();
    article.match = finder_.Add(fact.sketch());
    if (article.match) {
      v1::ArticleCopy& copy = copies_.emplace_back();
      copy.set_article_uri(fact.uri());
      copy.set_original_uri(articles_[article.match->original].facts.front()->uri());
      copy.set_kind(article.match->kind);
      if (article.match->kind != v1::COPY_KIND_UNDECIDED) certain_.insert(fact.uri());
    }
  }
  Article& article = articles_[number->second];
  article.facts.push_back(&fact);
  told_.push_back(&fact);
  Origin& own = origins_.emplace_back(OriginOf(fact));
  of_event_[&fact] = &own;
  if (!article.match) return own;
  // The original may tell the deal from several origins: the same one as the copy, where it has it.
  const std::vector<const EventFact*>& originals = articles_[article.match->original].facts;
  const EventFact* source = originals.front();
  for (const EventFact* other : originals) {
    if (Of(*other).key == own.key) source = other;
  }
  const Origin& origin = Of(*source);
  if (article.match->kind == v1::COPY_KIND_UNDECIDED) {
    own.least_key = origin.least_key;
  } else if (origin.key == own.key) {
    own.least_key = origin.least_key;
    own.said_unix_nanos = origin.said_unix_nanos;
  } else {
    own = origin;
  }
  return own;
}

void Origins::Pop() {
  const EventFact& fact = *told_.back();
  Article& article = articles_[numbers_.at(fact.uri())];
  article.facts.pop_back();
  if (article.facts.empty()) {
    if (article.match) copies_.pop_back();
    certain_.erase(fact.uri());
    numbers_.erase(fact.uri());
    articles_.pop_back();
    finder_.RemoveLast();
  }
  of_event_.erase(&fact);
  origins_.pop_back();
  told_.pop_back();
}

}  // namespace tearsheet
