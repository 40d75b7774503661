#include "query_service/consolidation/conflicts.h"

namespace tearsheet {

std::vector<SlotConflict> ConflictsOf(const v1::Deal& deal) {
  std::vector<SlotConflict> conflicts;
  const auto add = [&conflicts](const char* name, const auto& slot) {
    if (slot.state() == v1::CONFLICTING) conflicts.push_back({name, &slot.claims()});
  };
  add("amount", deal.amount());
  add("percent", deal.percent());
  add("quantity", deal.quantity());
  add("term", deal.term());
  add("time", deal.time());
  for (const v1::WordSlot& words : deal.words()) add(words.slot().c_str(), words);
  return conflicts;
}

}  // namespace tearsheet
