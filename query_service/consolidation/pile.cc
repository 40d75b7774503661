#include "query_service/consolidation/pile.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "query_service/consolidation/stage.h"

namespace tearsheet {
namespace {

void CountDown(auto& counts, const auto& key) {
  const auto found = counts.find(key);
  if (--found->second == 0) counts.erase(found);
}

}  // namespace

void Pile::Push(const state::v1::EventFact& fact, const Origin& origin, int rank) {
  entries_.push_back({&fact, &origin, rank});
  ++ranks_[rank];
  ++statuses_[fact.event().status()];
  uris_.Add(fact.uri());
  independent_.Add(origin);
  KeyNames& names = names_of_key_[origin.key];
  if (++names.count == 1) {
    names.name = origin.name;
    names_.Add(origin.name);
  }
  if (!origin.party) {
    reports_.Add(origin);
    return;
  }
  PartyWords& words = party_words_[{origin.key, rank}];
  words.latest.push_back(words.latest.empty() ? origin.said_unix_nanos
                                              : std::max(words.latest.back(), origin.said_unix_nanos));
  words.least_keys.Add(origin.least_key);
}

void Pile::Pop() {
  const auto [fact, origin, rank] = entries_.back();
  entries_.pop_back();
  CountDown(ranks_, rank);
  CountDown(statuses_, fact->event().status());
  uris_.Remove(fact->uri());
  independent_.Remove(*origin);
  const auto names = names_of_key_.find(origin->key);
  if (--names->second.count == 0) {
    names_.Remove(names->second.name);
    names_of_key_.erase(names);
  }
  if (!origin->party) {
    reports_.Remove(*origin);
    return;
  }
  const auto words = party_words_.find({origin->key, rank});
  words->second.latest.pop_back();
  words->second.least_keys.Remove(origin->least_key);
  if (words->second.latest.empty()) party_words_.erase(words);
}

void Pile::AddLastWords(LastWords& last) const {
  for (const auto& [party, words] : party_words_) {
    int64_t& said = last.try_emplace(party, words.latest.back()).first->second;
    said = std::max(said, words.latest.back());
  }
}

bool Pile::Replaced(const LastWords& last) const {
  return reports_.empty() && std::all_of(party_words_.begin(), party_words_.end(), [&](const auto& entry) {
           return entry.second.latest.back() != last.at(entry.first);
         });
}

void Pile::AddSomeLiveOrigins(const LastWords& last, OriginCounts& origins) const {
  origins.AddSome(reports_);
  for (const auto& [party, words] : party_words_) {
    if (words.latest.back() != last.at(party)) continue;
    origins.AddKey(party.first);
    for (const auto& [key, count] : words.least_keys) origins.AddLeastKey(key);
  }
}

v1::Claim Pile::ToClaim(int max_listed, int max_names) const {
  v1::Claim claim;
  std::set<std::string_view> listed;
  for (const auto& [fact, origin, rank] : entries_) {
    if (claim.events_size() == max_listed && claim.article_uris_size() == max_listed) break;
    if (claim.article_uris_size() < max_listed && listed.insert(fact->uri()).second)
      claim.add_article_uris(fact->uri());
    if (claim.events_size() < max_listed) claim.add_events(absl::StrCat("events/", fact->event().event_id()));
    if (static_cast<size_t>(claim.article_uris_size()) == uris_.size() && claim.events_size() == max_listed)
      break;
  }
  for (const auto& [name, count] : names_) {
    if (claim.origins_size() < max_names) claim.add_origins(std::string(name));
  }
  claim.set_independent_origins(independent_.count());
  claim.set_least_independent_origins(independent_.least());
  claim.set_article_count(static_cast<int32_t>(uris_.size()));
  claim.set_event_count(static_cast<int32_t>(entries_.size()));
  *claim.mutable_first_said_time() = TimeToProto(absl::FromUnixNanos(first_nanos()));
  *claim.mutable_last_said_time() =
      TimeToProto(absl::FromUnixNanos(entries_.back().fact->publish_unix_nanos()));
  // The furthest one; of those that interrupt the deal, or are not told, the last.
  claim.set_stage(entries_.back().fact->event().status());
  for (const auto& [status, count] : statuses_) {
    if (status != v1::STATUS_UNSPECIFIED && !Interrupts(status)) claim.set_stage(status);
  }
  claim.set_party_statement(party());
  return claim;
}

}  // namespace tearsheet
