// Events, taken one after another in the order in which they were told, and the groups that they make.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/consolidation/traits.h"

namespace tearsheet {

// What has been found in comparing kinds of events (Traits::Kind), so that it is compared once. Not
// thread-safe.
class KindTable {
 public:
  // The same number for the same kind.
  int NumberOf(const Traits& event);
  // The score that Agreement gives two events of these kinds, without what nearness adds; or one of the
  // below.
  int8_t Score(const Traits& event, int kind, const Traits& other, int other_kind);

  static constexpr int8_t kApart = 127;
  // The days on which the two are told decide, so that nothing can be said of their kinds.
  static constexpr int8_t kByDays = 126;

 private:
  absl::flat_hash_map<std::pair<uint64_t, uint64_t>, int> numbers_;  // by the hash of a kind
  // Of each kind with those that have a smaller number, or its own.
  std::vector<std::vector<int8_t>> scores_;
};

// An event with the number of its kind.
struct KindOfEvent {
  const Traits* event = nullptr;
  int kind = 0;
};

// Each event joins the group that it agrees with best, the earliest on a tie, or makes a group of its own. A
// stack: the last event can be taken out again, so that one that was told before it finds its place. The work
// for one event grows with the number of kinds, not of events. Borrows table and events. Not thread-safe.
class Grouping {
 public:
  explicit Grouping(KindTable& kinds) : kinds_(kinds) {}

  // Takes the next event and gives the number of its group, from 0.
  size_t Push(const KindOfEvent& event);
  void Pop();

  // Number of groups.
  size_t size() const { return groups_.size(); }
  // How well an event, which need not be one of them, goes together with all events of a group; nothing:
  // something tells them apart. Sets `by_days` when the same kind may do otherwise on another day.
  std::optional<int> AgreementWith(size_t group, const KindOfEvent& event, bool& by_days);
  // The only group that `event` agrees with so well that their numbers do not conflict; one whose number
  // overlaps goes before those that give none. -1: none, or several.
  int OnlyGroup(const KindOfEvent& event, bool& by_days);
  // The first event of each kind in a group.
  std::vector<const Traits*> Examples(size_t group) const;
  bool HasArticle(std::string_view article_id) const { return of_article_.contains(article_id); }
  // Equal for equal kinds in each group: while it stays the same, so do the answers of OnlyGroup that are not
  // by days, for events whose article has none in any group.
  uint64_t shape() const { return shape_; }
  // The same with the first and the last day of each kind, for those that are by days.
  uint64_t days() const { return days_; }

 private:
  struct Kind {
    int number = 0;
    std::vector<const Traits*> events;
  };
  struct Group {
    std::vector<Kind> kinds;
    absl::flat_hash_map<int, size_t> place;  // number of a kind -> index in `kinds`
  };
  struct Step {
    KindOfEvent event;
    size_t group = 0;
  };

  // Into the fingerprints, or out of them again.
  void ToggleShape(size_t group, const Kind& kind);
  void ToggleDays(size_t group, const Kind& kind);

  KindTable& kinds_;
  uint64_t shape_ = 0;
  uint64_t days_ = 0;
  std::vector<Group> groups_;
  std::vector<Step> steps_;
  absl::flat_hash_map<std::string_view, std::vector<Step>> of_article_;
};

// Of `scores`, the only one that is not negative; those that confirm a number go before those that give none.
// -1: none or several.
int OnlyScore(const std::vector<std::optional<int>>& scores);

}  // namespace tearsheet
