// Facts of events, written shortly for tests.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "common/ontology.h"
#include "common/proto_time.h"
#include "tearsheet/state/v1/event_fact.pb.h"

namespace tearsheet::testing {

inline const Ontology& DefaultOntology() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  return ontology;
}

// An event of `type`, told by article "a{article}" on that day, at `status`.
inline state::v1::EventFact Fact(const std::string& type, int article, v1::Status status) {
  state::v1::EventFact fact;
  fact.mutable_event()->set_event_id(absl::StrCat("e", article));
  fact.mutable_event()->set_type(type);
  fact.mutable_event()->set_status(status);
  fact.mutable_event()->set_certainty(v1::ASSERTED);
  fact.set_article_id(absl::StrCat("a", article));
  fact.set_uri(absl::StrCat("https://t.example/", article));
  fact.set_publisher(absl::StrCat("Publisher ", article));
  fact.set_publish_unix_nanos(int64_t{86'400'000'000'000} * article);
  fact.set_sequence(article);
  return fact;
}

inline state::v1::EventFact& With(state::v1::EventFact& fact, const std::string& role,
                                  const std::string& id) {
  auto& party = *fact.add_parties();
  party.set_role(role);
  party.set_entity_id(id);
  party.set_name(id);
  party.set_top_id(id);
  return fact;
}

inline state::v1::EventFact& Cite(state::v1::EventFact& fact, v1::LinkKind kind, const std::string& name) {
  auto& link = *fact.mutable_event()->add_attribution();
  link.set_kind(kind);
  link.set_name(name);
  return fact;
}

inline state::v1::EventFact& Usd(state::v1::EventFact& fact, const std::string& low, const std::string& high,
                                 bool approximate = false) {
  auto& amount = *fact.mutable_event()->mutable_amount();
  amount.set_currency("USD");
  amount.set_low(low);
  amount.set_high(high);
  amount.set_approximate(approximate);
  return fact;
}

}  // namespace tearsheet::testing
