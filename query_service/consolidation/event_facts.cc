#include "query_service/consolidation/event_facts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/consolidation/party.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/text_sketch.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using state::v1::Party;
using state::v1::TextSketch;

absl::Status BadEvent(const v1::Event& event, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("event '", event.event_id(), "' ", std::string(what)));
}

absl::Status CheckEvent(const Ontology& ontology, const v1::Event& event, std::set<std::string>& ids) {
  if (event.event_id().empty()) return BadEvent(event, "has no id");
  if (!ids.insert(event.event_id()).second) return BadEvent(event, "stands twice");
  if (ontology.FindType(event.type()) == nullptr)
    return BadEvent(event,
                    absl::StrCat("has the type '", event.type(), "', which the ontology does not have"));
  if (event.participants().empty()) return BadEvent(event, "has no participants");
  for (const auto& participant : event.participants()) {
    if (participant.entity_id().empty() || participant.role().empty())
      return BadEvent(event, "has a participant without role or entity");
  }
  return CheckValues(event);
}

// How well `main` carries what depends on a conditional event of the same article: 0 when it cannot, else the
// number of parties that both name.
int Carries(const EventFact& main, const EventFact& conditional) {
  if (main.event().certainty() == v1::CONDITIONAL || main.bucket().empty()) return 0;
  if (main.event().type() == conditional.event().type()) return 0;
  // What is done, and what is no deal under way, depends on nothing any more.
  const v1::Status status = main.event().status();
  if (status == v1::ONGOING || status == v1::COMPLETED || status == v1::STATUS_UNSPECIFIED) return 0;
  std::set<std::string> shared;
  for (const Party& a : main.parties()) {
    for (const Party& b : conditional.parties()) {
      if (a.top_id() == b.top_id() || a.entity_id() == b.entity_id()) shared.insert(a.top_id());
    }
  }
  return static_cast<int>(shared.size());
}

void LinkConditionals(std::vector<EventFact>& facts) {
  for (EventFact& conditional : facts) {
    if (conditional.event().certainty() != v1::CONDITIONAL || conditional.bucket().empty()) continue;
    EventFact* best = nullptr;
    std::pair<int, bool> best_score{0, false};
    for (EventFact& main : facts) {
      const int shared = Carries(main, conditional);
      const std::pair<int, bool> score{shared, main.event().status() == conditional.event().status()};
      // The earlier event, which the article tells first, wins a tie.
      if (shared > 0 && score > best_score) {
        best = &main;
        best_score = score;
      }
    }
    if (best == nullptr) continue;
    conditional.set_hangs_on(best->event().event_id());
    // What depends on a deal is no further than the deal.
    conditional.mutable_event()->set_status(best->event().status());
    best->add_bears(conditional.event().event_id());
  }
}

const Party* FindParty(const EventFact& fact, std::string_view role) {
  for (const Party& party : fact.parties()) {
    if (party.role() == role) return &party;
  }
  return nullptr;
}

// Money put in for a share of ownership is told as both; the pair is linked, not merged.
void LinkStakes(std::vector<EventFact>& facts) {
  for (EventFact& investment : facts) {
    if (investment.event().type() != "INVESTMENT") continue;
    const Party* investor = FindParty(investment, "INVESTOR");
    const Party* investee = FindParty(investment, "INVESTEE");
    if (investor == nullptr || investee == nullptr) continue;
    for (EventFact& stake : facts) {
      if (!stake.told_as().empty()) continue;
      if (stake.event().type() != "STAKE") continue;
      const Party* holder = FindParty(stake, "HOLDER");
      const Party* company = FindParty(stake, "COMPANY");
      if (holder == nullptr || company == nullptr) continue;
      if (holder->top_id() != investor->top_id() || company->top_id() != investee->top_id()) continue;
      investment.set_told_as(stake.event().event_id());
      stake.set_told_as(investment.event().event_id());
      break;
    }
  }
}

bool Speaks(const EventFact& statement, const EventFact& fact) {
  for (const Party& speaker : statement.parties()) {
    for (const Party& party : fact.parties()) {
      if (party.top_id() == speaker.top_id()) return true;
    }
  }
  return false;
}

// A denial or confirmation counts for the event that it names; one that names none, for the first deal under
// way that its speaker is a party to.
void LinkStatements(std::vector<EventFact>& facts) {
  for (EventFact& statement : facts) {
    if (!statement.bucket().empty()) continue;
    EventFact* about = nullptr;
    for (EventFact& fact : facts) {
      if (fact.bucket().empty()) continue;
      const bool named = fact.event().event_id() == statement.event().about();
      const bool open = !IsSigned(fact.event().status());
      if (named || (statement.event().about().empty() && about == nullptr && open && Speaks(statement, fact)))
        about = &fact;
      if (named) break;
    }
    if (about == nullptr) continue;
    statement.set_about(about->event().event_id());
    const std::string& stance = statement.event().stance();
    for (const Party& speaker : statement.parties()) {
      if (stance == "DENIED") about->add_denied_by(speaker.name());
      if (stance == "CONFIRMED") about->add_confirmed_by(speaker.name());
    }
  }
}

TextSketch SketchOf(const v1::Article& article, const v1::Extraction& extraction) {
  std::vector<std::string> sources;
  for (const v1::Event& event : extraction.events()) {
    for (const v1::Attribution& link : event.attribution()) {
      if (link.kind() != v1::PUBLISHER && !link.name().empty()) sources.push_back(link.name());
    }
  }
  return SketchText(article.body(), article.body_format() == v1::BODY_FORMAT_HTML, sources);
}

}  // namespace

std::string PublisherName(const v1::Article& article) {
  if (!article.publisher().name().empty()) return article.publisher().name();
  if (!article.publisher().domain().empty()) return article.publisher().domain();
  const std::string& uri = article.uri();
  const size_t scheme = uri.find("://");
  const size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  return uri.substr(host, uri.find_first_of("/?#", host) - host);
}

absl::StatusOr<std::vector<EventFact>> MakeEventFacts(const Ontology& ontology, const v1::Article& article,
                                                      const v1::Extraction& extraction, int64_t sequence) {
  ASSIGN_OR_RETURN(const absl::Time publish_time, TimeFromProto(article.publish_time()));
  const EntityFacts entities(extraction);
  const std::string publisher = PublisherName(article);
  std::set<std::string> ids;
  std::vector<EventFact> facts;
  if (extraction.events().empty()) return facts;
  const TextSketch sketch = SketchOf(article, extraction);
  facts.reserve(extraction.events_size());
  for (const v1::Event& event : extraction.events()) {
    RETURN_IF_ERROR(CheckEvent(ontology, event, ids));
    const v1::EventType& type = *ontology.FindType(event.type());
    EventFact& fact = facts.emplace_back();
    *fact.mutable_event() = event;
    fact.set_article_id(extraction.article_id());
    fact.set_uri(article.uri());
    fact.set_publisher(publisher);
    fact.set_publish_unix_nanos(absl::ToUnixNanos(publish_time));
    fact.set_sequence(sequence);
    fact.set_ordinal(static_cast<int32_t>(facts.size()) - 1);
    for (const auto& participant : event.participants())
      *fact.add_parties() = entities.MakeParty(type, participant);
    fact.set_bucket(BucketOf(type, fact));
    if (!sketch.shingles().empty()) *fact.mutable_sketch() = sketch;
  }
  LinkConditionals(facts);
  LinkStakes(facts);
  LinkStatements(facts);
  return facts;
}

}  // namespace tearsheet
