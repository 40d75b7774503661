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

v1::Deal BasicView(v1::Deal deal) {
  deal.mutable_amount()->clear_claims();
  deal.mutable_percent()->clear_claims();
  deal.mutable_quantity()->clear_claims();
  deal.mutable_term()->clear_claims();
  deal.mutable_time()->clear_claims();
  for (v1::WordSlot& words : *deal.mutable_words()) words.clear_claims();
  deal.clear_article_uris();
  deal.clear_copies();
  deal.clear_links();
  return deal;
}

}  // namespace tearsheet
