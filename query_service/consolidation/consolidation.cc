#include "query_service/consolidation/consolidation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/party.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

// A group is a candidate for a loose event only when it names the party that the event names.
bool SharesParty(const EventFact& a, const EventFact& b) {
  for (const auto& p : a.parties()) {
    for (const auto& q : b.parties()) {
      if (p.role() == q.role() && SameParty(p, q)) return true;
    }
  }
  return false;
}

// For each kind of loose events the only candidate that it agrees with; see OnlyScore.
class JoinByKind {
 public:
  explicit JoinByKind(const std::vector<Candidate>& candidates) : candidates_(candidates) {}

  int OnlyCandidate(const BucketEvent& event) {
    // An article does not tell one deal twice, whatever its kind.
    const bool alone = std::none_of(candidates_.begin(), candidates_.end(), [&](const Candidate& candidate) {
      return candidate.bucket->whole().HasArticle(event.fact.article_id());
    });
    if (const auto known = only_.find(event.kind); alone && known != only_.end()) return known->second;
    bool by_days = false;
    std::vector<std::optional<int>> scores;
    scores.reserve(candidates_.size());
    for (const Candidate& candidate : candidates_) {
      const KindOfEvent kind{&event.traits, candidate.bucket->KindOf(event.traits)};
      scores.push_back(candidate.bucket->whole().AgreementWith(candidate.group, kind, by_days));
    }
    const int only = OnlyScore(scores);
    if (alone && !by_days) only_[event.kind] = only;
    return only;
  }

 private:
  const std::vector<Candidate>& candidates_;
  absl::flat_hash_map<int, int> only_;
};

}  // namespace

std::string DealName(const std::string& founding_event_id) {
  return absl::StrCat("deals/", founding_event_id);
}

absl::StatusOr<std::set<std::string>> Consolidator::AffectedLoose(const std::set<std::string>& changed) {
  std::set<std::string> loose;
  for (const std::string& key : changed) {
    if (IsLoose(key)) {
      loose.insert(key);
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.loose_of(key));
    for (const std::string& neighbour : neighbours) {
      ASSIGN_OR_RETURN(const EventBucket* bucket, source_.bucket(neighbour));
      if (!bucket->events().empty()) loose.insert(neighbour);
    }
  }
  return loose;
}

absl::StatusOr<const std::vector<Joined>*> Consolidator::Joins(const std::string& loose) {
  if (const auto known = joins_.find(loose); known != joins_.end()) return &known->second;
  ASSIGN_OR_RETURN(EventBucket * events, source_.bucket(loose));
  std::vector<Joined> joins(events->events().size());
  if (!joins.empty()) {
    ASSIGN_OR_RETURN(const std::vector<Candidate> candidates,
                     CandidatesFor(loose, *events->events().front()));
    JoinByKind join(candidates);
    for (size_t i = 0; i < joins.size(); ++i) {
      const int only = join.OnlyCandidate(*events->events()[i]);
      if (only < 0) continue;
      const Candidate& candidate = candidates[only];
      joins[i] = {candidate.key, candidate.bucket->DealOfWhole(candidate.group)};
    }
  }
  size_t next = 0;
  events->SettleLoose([&](const BucketEvent&) { return joins[next++].deal; });
  return &joins_.emplace(loose, std::move(joins)).first->second;
}

absl::StatusOr<std::vector<Candidate>> Consolidator::CandidatesFor(const std::string& loose,
                                                                   const BucketEvent& example) {
  std::vector<Candidate> candidates;
  ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.whole_of(loose));
  for (const std::string& neighbour : std::set<std::string>(neighbours.begin(), neighbours.end())) {
    ASSIGN_OR_RETURN(EventBucket * bucket, source_.bucket(neighbour));
    bucket->Settle();
    for (size_t group = 0; group < bucket->whole().size(); ++group) {
      const auto members = bucket->whole().Examples(group);
      const bool shares = std::any_of(members.begin(), members.end(), [&](const Traits* member) {
        return SharesParty(*member->fact, example.fact);
      });
      if (shares) candidates.push_back({neighbour, bucket, group});
    }
  }
  return candidates;
}

absl::StatusOr<EventBucket*> Consolidator::Settle(const std::string& key) {
  ASSIGN_OR_RETURN(EventBucket * bucket, source_.bucket(key));
  if (IsLoose(key)) {
    RETURN_IF_ERROR(Joins(key).status());
    return bucket;
  }
  bucket->Settle();
  ASSIGN_OR_RETURN(const std::vector<std::string> neighbours, source_.loose_of(key));
  for (const std::string& neighbour : std::set<std::string>(neighbours.begin(), neighbours.end()))
    RETURN_IF_ERROR(Joins(neighbour).status());
  return bucket;
}

absl::StatusOr<std::vector<ConsolidatedDeal>> Consolidator::Deals(const std::string& key) {
  ASSIGN_OR_RETURN(EventBucket * bucket, Settle(key));
  std::vector<ConsolidatedDeal> deals;
  for (LiveDeal* live : bucket->Deals()) {
    ConsolidatedDeal& deal = deals.emplace_back();
    deal.deal = live->Build();
    deal.events = live->events();
    deal.companies = live->companies();
  }
  return deals;
}

}  // namespace tearsheet
