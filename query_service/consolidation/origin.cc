#include "query_service/consolidation/origin.h"

#include "query_service/consolidation/names.h"

namespace tearsheet {

Origin OriginOf(const state::v1::EventFact& fact) {
  const auto& chain = fact.event().attribution();
  for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
    if (link->name().empty() || link->kind() == v1::PUBLISHER || link->kind() == v1::AUTHOR) continue;
    return {.key = NameKey(link->name()),
            .name = link->name(),
            .cited = true,
            .party = link->kind() == v1::PARTY || link->kind() == v1::FILING};
  }
  // A filing without a name of its own weighs as one, though nobody can be named for it.
  const bool filing = !chain.empty() && chain.rbegin()->kind() == v1::FILING;
  return {.key = NameKey(fact.publisher()), .name = fact.publisher(), .cited = false, .party = filing};
}

}  // namespace tearsheet
