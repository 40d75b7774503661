#include "query_service/consolidation/deal_builder.h"

#include <algorithm>

#include "query_service/consolidation/deal_tally.h"
#include "query_service/consolidation/identity.h"

namespace tearsheet {

using state::v1::EventFact;

v1::Deal BuildDeal(const Ontology& ontology, std::vector<const EventFact*> events) {
  std::sort(events.begin(), events.end(),
            [](const EventFact* a, const EventFact* b) { return ToldBefore(*a, *b); });
  DealTally tally(ontology);
  for (const EventFact* fact : events) tally.Push(*fact);
  return tally.ToDeal();
}

v1::Deal BasicView(const v1::Deal& deal) {
  v1::Deal basic = deal;
  basic.mutable_amount()->clear_claims();
  basic.mutable_percent()->clear_claims();
  basic.mutable_quantity()->clear_claims();
  basic.mutable_term()->clear_claims();
  basic.mutable_time()->clear_claims();
  for (v1::WordSlot& words : *basic.mutable_words()) words.clear_claims();
  basic.clear_article_uris();
  basic.clear_copies();
  basic.clear_links();
  return basic;
}

}  // namespace tearsheet
