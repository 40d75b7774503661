#include "query_service/consolidation/grouping.h"

#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <string>

#include "query_service/consolidation/comparison.h"

namespace tearsheet {
namespace {

constexpr int8_t kUnknown = 125;
// Kinds beyond these are compared anew each time: the table grows with the square of their number.
constexpr int kMaxRemembered = 4096;

int8_t Compared(const Traits& a, const Traits& b) {
  if (DaysDecide(a, b)) return KindTable::kByDays;
  const std::optional<int> score = Agreement(a, b);
  if (!score) return KindTable::kApart;
  return static_cast<int8_t>(*score - (OneStory(a, b) ? 1 : 0));
}

}  // namespace

int KindTable::NumberOf(const Traits& event) {
  const std::string kind = event.Kind();
  const XXH128_hash_t hash = XXH3_128bits(kind.data(), kind.size());
  return numbers_.try_emplace({hash.high64, hash.low64}, static_cast<int>(numbers_.size())).first->second;
}

int8_t KindTable::Score(const Traits& event, int kind, const Traits& other, int other_kind) {
  const auto [less, greater] = std::minmax(kind, other_kind);
  if (greater >= kMaxRemembered) return Compared(event, other);
  if (static_cast<size_t>(greater) >= scores_.size()) scores_.resize(greater + 1);
  std::vector<int8_t>& row = scores_[greater];
  if (row.empty()) row.assign(greater + 1, kUnknown);
  int8_t& score = row[less];
  if (score == kUnknown) score = Compared(event, other);
  return score;
}

std::optional<int> Grouping::AgreementWith(size_t group, const KindOfEvent& one, bool& by_days) {
  const Traits& event = *one.event;
  if (const auto siblings = of_article_.find(event.fact->article_id()); siblings != of_article_.end()) {
    for (const Step& other : siblings->second) {
      if (other.group == group && OneArticleTellsApart(*other.event.event, event)) return std::nullopt;
    }
  }
  int best = std::numeric_limits<int>::min();
  for (const Kind& other : groups_[group].kinds) {
    const Traits& first = *other.events.front();
    const Traits& last = *other.events.back();
    const int8_t score = kinds_.Score(first, other.number, event, one.kind);
    if (score == KindTable::kApart) return std::nullopt;
    if (score != KindTable::kByDays) {
      const bool near = OneStory(first, event) || OneStory(last, event);
      best = std::max(best, score + (near ? 1 : 0));
      continue;
    }
    // The first and the last day stand for those between.
    by_days = true;
    for (const Traits* told : {&first, &last}) {
      const std::optional<int> agreement = Agreement(*told, event);
      if (!agreement) return std::nullopt;
      best = std::max(best, *agreement);
    }
  }
  return best;
}

size_t Grouping::Push(const KindOfEvent& event) {
  Step step{event, groups_.size()};
  int best = 0;
  bool by_days = false;
  for (size_t i = 0; i < groups_.size(); ++i) {
    const std::optional<int> score = AgreementWith(i, event, by_days);
    if (!score || (step.group < groups_.size() && *score <= best)) continue;
    step.group = i;
    best = *score;
  }
  if (step.group == groups_.size()) groups_.emplace_back();
  Group& group = groups_[step.group];
  const auto [place, added] = group.place.try_emplace(event.kind, group.kinds.size());
  if (added) group.kinds.push_back({event.kind, {}});
  Kind& kind = group.kinds[place->second];
  if (!added) ToggleDays(step.group, kind);
  kind.events.push_back(event.event);
  if (added) ToggleShape(step.group, kind);
  ToggleDays(step.group, kind);
  of_article_[event.event->fact->article_id()].push_back(step);
  steps_.push_back(step);
  return step.group;
}

void Grouping::Pop() {
  const Step step = steps_.back();
  steps_.pop_back();
  const auto siblings = of_article_.find(step.event.event->fact->article_id());
  siblings->second.pop_back();
  if (siblings->second.empty()) of_article_.erase(siblings);
  Group& group = groups_[step.group];
  Kind& kind = group.kinds[group.place.at(step.event.kind)];
  ToggleDays(step.group, kind);
  kind.events.pop_back();
  if (!kind.events.empty()) {
    ToggleDays(step.group, kind);
    return;
  }
  // It was the last kind to come.
  ToggleShape(step.group, kind);
  group.place.erase(step.event.kind);
  group.kinds.pop_back();
  if (group.kinds.empty()) groups_.pop_back();
}

void Grouping::ToggleShape(size_t group, const Kind& kind) {
  const uint64_t text[] = {group, static_cast<uint64_t>(kind.number)};
  shape_ ^= XXH3_64bits(text, sizeof text);
}

void Grouping::ToggleDays(size_t group, const Kind& kind) {
  const uint64_t text[] = {group, static_cast<uint64_t>(kind.number),
                           static_cast<uint64_t>(kind.events.front()->publish_day),
                           static_cast<uint64_t>(kind.events.back()->publish_day)};
  days_ ^= XXH3_64bits(text, sizeof text);
}

int Grouping::OnlyGroup(const KindOfEvent& event, bool& by_days) {
  std::vector<std::optional<int>> scores;
  scores.reserve(groups_.size());
  for (size_t i = 0; i < groups_.size(); ++i) scores.push_back(AgreementWith(i, event, by_days));
  return OnlyScore(scores);
}

std::vector<const Traits*> Grouping::Examples(size_t group) const {
  std::vector<const Traits*> examples;
  for (const Kind& kind : groups_[group].kinds) examples.push_back(kind.events.front());
  return examples;
}

int OnlyScore(const std::vector<std::optional<int>>& scores) {
  constexpr int kNumberAgrees = 4;
  for (const int least : {kNumberAgrees, 0}) {
    int found = -1;
    int count = 0;
    for (size_t i = 0; i < scores.size(); ++i) {
      if (!scores[i] || *scores[i] < least) continue;
      found = static_cast<int>(i);
      ++count;
    }
    if (count == 1) return found;
    if (count > 1) return -1;
  }
  return -1;
}

}  // namespace tearsheet
