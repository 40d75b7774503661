// How a deal came along: its status, the stages that led there, and whether a party disputes it.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "query_service/consolidation/origin.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet {

struct StatusStory {
  v1::Status status = v1::STATUS_UNSPECIFIED;
  // A party denies what others report, and has not confirmed it since; nor has any party signed.
  bool disputed = false;
  // The event that first gave each stage, the earliest first. Borrowed.
  std::vector<const state::v1::EventFact*> history;
};

// Takes the events of one deal in the order in which they were told; the last one can be taken out again.
//
// The status is the furthest stage told, so that a mention in passing moves nothing backwards. DELAYED,
// TERMINATED and DENIED hold from when they are said until another origin tells of progress later: after a
// denial, that the matter is considered or further; after a stop, a stage further than before it, or
// something that happens after it. A party can take back its own denial. A copy tells nothing later than its
// original.
//
// Borrows facts and origins. Not thread-safe.
class StatusTeller {
 public:
  void Push(const state::v1::EventFact& fact, const Origin& origin, bool is_copy);
  void Pop();
  StatusStory Tell() const;

 private:
  struct Told {
    const state::v1::EventFact* fact = nullptr;
    const Origin* origin = nullptr;
  };
  // Where the story stands after an event.
  struct Step {
    v1::Status furthest = v1::STATUS_UNSPECIFIED;
    // What holds the deal up. Null: nothing.
    Told interruption;
    // The event was the first one of its status, and one that tells of a deal that can be disputed.
    bool first = false;
    bool reports = false;
    // Length of denial_steps_ before it.
    size_t denial_steps = 0;
  };
  // A change of denials_.
  struct DenialStep {
    std::string key;
    bool added = false;
  };

  static bool Reopens(const Told& told, const Told& interruption, v1::Status furthest);
  void AddDenials(const state::v1::EventFact& fact, const Origin& origin);
  void Deny(const std::string& key);
  void TakeBack(const std::string& key);

  std::vector<Step> steps_;
  std::vector<const state::v1::EventFact*> history_;
  int reported_ = 0;
  // Who denies the deal, by key, until they take it back.
  std::set<std::string> denials_;
  std::vector<DenialStep> denial_steps_;
};

// The story of `events`, which are in the order in which they were told (ToldBefore), with their origins.
StatusStory TellStatus(const std::vector<const state::v1::EventFact*>& events, const Origins& origins);

}  // namespace tearsheet
