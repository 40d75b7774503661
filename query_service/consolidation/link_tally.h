// The deals that a deal hangs together with.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "query_service/consolidation/counts.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Id of the deal of an event; empty for none.
using DealOfEvent = std::function<absl::StatusOr<std::string>(const std::string& event_id)>;

// The events that events of a deal are linked with, each with the deal that it belongs to, which is asked for
// once. Not thread-safe.
class LinkTally {
 public:
  void Add(const state::v1::EventFact& fact);
  // Of an event that was added.
  void Remove(const state::v1::EventFact& fact);
  // The event may belong to another deal than before.
  void Forget(const std::string& event_id);

  // Links to all deals but `own_id`, sorted.
  absl::Status Fill(const std::string& own_id, const DealOfEvent& deal_of, v1::Deal& deal);

 private:
  // Relation and event id.
  using Partner = std::pair<std::string_view, std::string>;
  struct Known {
    int count = 0;
    std::optional<std::string> deal_id;
  };

  absl::flat_hash_map<Partner, Known> partners_;
  std::set<Partner> unknown_;
  // Relation and deal id.
  using Link = std::pair<std::string_view, std::string>;
  Counts<Link, absl::btree_map<Link, int>> links_;
};

}  // namespace tearsheet
