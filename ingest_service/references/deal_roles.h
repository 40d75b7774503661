// Who bought, sold, lent and sued last: what "the buyer" and "the lender" refer to. A rough reading by verbs
// and prepositions, before any event is read.
#pragma once

#include <array>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/descriptions.h"

namespace tearsheet {

// A mention whose entity is known.
struct KnownMention {
  int mention = 0;
  int entity = 0;
};

// Latest entity in each role, or -1.
class DealRoles {
 public:
  DealRoles() { holder_.fill(-1); }

  int Holder(DealRole role) const { return holder_[static_cast<size_t>(role)]; }

  // Reads tokens [first, end) of one sentence. `mentions`: its organisations in order.
  void Read(const Document& document, int first, int end, const std::vector<KnownMention>& mentions);

 private:
  void Set(DealRole role, int entity) { holder_[static_cast<size_t>(role)] = entity; }

  std::array<int, kDealRoles> holder_;
};

}  // namespace tearsheet
