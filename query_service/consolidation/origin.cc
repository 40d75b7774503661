#include "query_service/consolidation/origin.h"

#include <algorithm>

#include "query_service/consolidation/copies.h"
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

Origins::Origins(const std::vector<const EventFact*>& events) {
  std::vector<std::vector<const EventFact*>> articles;
  absl::flat_hash_map<std::string_view, size_t> numbers;  // URI -> index in `articles`
  for (const EventFact* fact : events) {
    const auto [known, added] = numbers.try_emplace(fact->uri(), articles.size());
    if (added) articles.emplace_back();
    articles[known->second].push_back(fact);
  }
  CopyFinder finder;
  for (const auto& article : articles) {
    const EventFact& first = *article.front();
    const auto match = finder.Add(first.sketch());
    for (const EventFact* fact : article) of_event_.emplace(fact, OriginOf(*fact));
    if (!match) continue;
    const std::vector<const EventFact*>& originals = articles[match->original];
    v1::ArticleCopy& copy = copies_.emplace_back();
    copy.set_article_uri(first.uri());
    copy.set_original_uri(originals.front()->uri());
    copy.set_kind(match->kind);
    const bool certain = match->kind != v1::COPY_KIND_UNDECIDED;
    if (certain) certain_.insert(first.uri());
    for (const EventFact* fact : article) {
      Origin& own = of_event_.at(fact);
      // The original may tell the deal from several origins: the same one as the copy, where it has it.
      const EventFact* source = originals.front();
      for (const EventFact* other : originals) {
        if (of_event_.at(other).key == own.key) source = other;
      }
      const Origin& origin = of_event_.at(source);
      if (!certain) {
        own.least_key = origin.least_key;
      } else if (origin.key == own.key) {
        own.least_key = origin.least_key;
        own.said_unix_nanos = origin.said_unix_nanos;
      } else {
        own = origin;
      }
    }
  }
}

bool Origins::IsCopy(const EventFact& fact) const { return certain_.contains(fact.uri()); }

}  // namespace tearsheet
