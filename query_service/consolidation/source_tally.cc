#include "query_service/consolidation/source_tally.h"

#include <algorithm>
#include <set>

#include "common/proto_time.h"

namespace tearsheet {

using state::v1::EventFact;

void SourceTally::AddOthers(const Article& article) {
  for (const Origin* origin : article.others) independent_.Add(*origin);
}

void SourceTally::RemoveOthers(const Article& article) {
  for (const Origin* origin : article.others) independent_.Remove(*origin);
}

void SourceTally::Push(const EventFact& fact, const Origin& origin) {
  told_.push_back({&fact, &origin});
  Article& article = articles_[fact.uri()];
  ++article.events;
  publishers_.Add(fact.publisher());
  if (origin.cited) {
    if (article.citing++ == 0) RemoveOthers(article);
    independent_.Add(origin);
    cited_[origin.key][origin.name].Add(fact.uri());
    return;
  }
  article.others.push_back(&origin);
  if (article.citing == 0) independent_.Add(origin);
}

void SourceTally::Pop() {
  const auto [fact, origin] = told_.back();
  told_.pop_back();
  const auto found = articles_.find(fact->uri());
  Article& article = found->second;
  publishers_.Remove(fact->publisher());
  if (origin->cited) {
    independent_.Remove(*origin);
    if (--article.citing == 0) AddOthers(article);
    const auto key = cited_.find(origin->key);
    const auto name = key->second.find(origin->name);
    name->second.Remove(fact->uri());
    if (name->second.empty()) key->second.erase(name);
    if (key->second.empty()) cited_.erase(key);
  } else {
    if (article.citing == 0) independent_.Remove(*origin);
    article.others.pop_back();
  }
  if (--article.events == 0) articles_.erase(found);
}

void SourceTally::Fill(const Origins& origins, const ListLimits& limits, v1::Deal& deal) const {
  std::set<std::string_view> listed;
  for (const Told& told : told_) {
    if (deal.article_uris_size() == limits.entries) break;
    if (listed.insert(told.fact->uri()).second) deal.add_article_uris(told.fact->uri());
  }
  for (const auto& [name, count] : publishers_) {
    if (deal.publishers_size() == limits.names) break;
    deal.add_publishers(std::string(name));
  }
  for (const v1::ArticleCopy& copy : origins.copies()) {
    if (deal.copies_size() == limits.entries) break;
    *deal.add_copies() = copy;
  }
  // Under the name that most articles give.
  std::set<std::string_view> names;
  for (const auto& [key, spellings] : cited_) {
    names.insert(std::max_element(spellings.begin(), spellings.end(), [](const auto& a, const auto& b) {
                   return a.second.size() < b.second.size();
                 })->first);
  }
  for (const std::string_view name : names) {
    if (deal.origins_size() == limits.names) break;
    deal.add_origins(std::string(name));
  }
  deal.set_publisher_count(static_cast<int32_t>(publishers_.size()));
  deal.set_origin_count(static_cast<int32_t>(names.size()));
  deal.set_copy_count(static_cast<int32_t>(origins.copies().size()));
  deal.set_independent_origins(independent_.count());
  deal.set_least_independent_origins(independent_.least());
  deal.set_article_count(static_cast<int32_t>(articles_.size()));
  deal.set_article_group_count(static_cast<int32_t>(articles_.size() - origins.certain_copies()));
  deal.set_event_count(static_cast<int32_t>(told_.size()));
  *deal.mutable_first_publish_time() =
      TimeToProto(absl::FromUnixNanos(told_.front().fact->publish_unix_nanos()));
  *deal.mutable_last_publish_time() =
      TimeToProto(absl::FromUnixNanos(told_.back().fact->publish_unix_nanos()));
}

}  // namespace tearsheet
