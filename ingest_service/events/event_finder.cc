#include "ingest_service/events/event_finder.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/status_macros.h"
#include "ingest_service/events/affiliations.h"
#include "ingest_service/events/confidence.h"
#include "ingest_service/events/event_id.h"
#include "ingest_service/events/folding.h"
#include "ingest_service/events/home_currency.h"
#include "ingest_service/events/sentence_events.h"
#include "ingest_service/events/topic.h"
#include "ingest_service/events/unasserted.h"
#include "ingest_service/mentions/short_hash.h"

extern "C" {
extern const char tearsheet_grammar_start[], tearsheet_grammar_end[];
extern const char tearsheet_cues_start[], tearsheet_cues_end[];
extern const char tearsheet_confidence_start[], tearsheet_confidence_end[];
extern const char tearsheet_frames_stakes_start[], tearsheet_frames_stakes_end[];
extern const char tearsheet_frames_funding_start[], tearsheet_frames_funding_end[];
extern const char tearsheet_frames_deals_start[], tearsheet_frames_deals_end[];
extern const char tearsheet_frames_contracts_start[], tearsheet_frames_contracts_end[];
extern const char tearsheet_frames_products_start[], tearsheet_frames_products_end[];
extern const char tearsheet_frames_facilities_start[], tearsheet_frames_facilities_end[];
extern const char tearsheet_frames_results_start[], tearsheet_frames_results_end[];
extern const char tearsheet_frames_corporate_start[], tearsheet_frames_corporate_end[];
extern const char tearsheet_frames_law_start[], tearsheet_frames_law_end[];
extern const char tearsheet_frames_statements_start[], tearsheet_frames_statements_end[];
}

namespace tearsheet {
namespace {

// Longest run of tokens that is analysed as one; a sentence that is longer is no prose.
constexpr int kMaxWindow = 250;
// Sentences at the start of an article whose source holds for its main deal.
constexpr int kOpening = 8;

// How long a deal may take from its announcement.
constexpr absl::Duration kMayBeOpen = absl::Hours(24 * 400);

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be read"));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Fills document-wide facts: who says so, what "would" hangs on, which event a statement is about.
class ArticleReader {
 public:
  ArticleReader(const Rules& rules, const ConfidenceModel& confidence, const Document& document)
      : rules_(rules),
        confidence_(confidence),
        document_(document),
        topic_(document, rules.catalogue),
        unasserted_(document) {
    discourse_.affiliations = FindAffiliations(document, rules.catalogue);
    const absl::Time published = absl::FromUnixSeconds(document.article->publish_time().seconds());
    today_ = absl::FormatTime("%Y-%m-%d", published, absl::UTCTimeZone());
    long_ago_ = absl::FormatTime("%Y-%m-%d", published - kMayBeOpen, absl::UTCTimeZone());
  }

  // Adds one explanation for each event to `explanations`, unless that is null.
  std::vector<v1::Event> Run(std::vector<EventExplanation>* explanations) {
    for (size_t s = 0; s < document_.sentences.size(); ++s) ReadSentence(static_cast<int>(s));
    SpreadMainSource();
    ResolveBareDollars(rules_.ontology, rules_.catalogue, document_, assertions_);
    std::vector<Assertion> folded = FoldAssertions(std::move(assertions_), rules_.ontology);
    std::vector<v1::Event> events;
    events.reserve(folded.size());
    for (Assertion& assertion : folded) {
      const std::vector<std::string> features = ConfidenceFeatures(assertion);
      assertion.event.set_confidence(confidence_.Of(features));
      if (explanations != nullptr) {
        EventExplanation& explanation = explanations->emplace_back();
        explanation.reasons = std::move(assertion.reasons);
        for (const std::string& feature : features)
          explanation.confidence.emplace_back(feature, confidence_.Weight(feature));
      }
      events.push_back(std::move(assertion.event));
    }
    return events;
  }

 private:
  void ReadSentence(int s) {
    const Sentence& sentence = document_.sentences[s];
    while (next_mention_ < document_.mentions.size() &&
           document_.mentions[next_mention_].end_token <= sentence.first_token)
      ++next_mention_;
    topic_.Start(s);
    discourse_.sentence_topic = topic_.sentence_topic();
    discourse_.topic = topic_.topic();
    // What is longer than a window is no prose and cites nobody.
    const bool may_cite =
        s < kOpening && opening_.empty() && sentence.end_token - sentence.first_token <= kMaxWindow;
    if (may_cite || MayAssert(rules_, document_, sentence.first_token, sentence.end_token)) {
      for (int first = sentence.first_token; first < sentence.end_token; first += kMaxWindow) {
        ReadPiece(s, {first, std::min(first + kMaxWindow, sentence.end_token)});
      }
    }
  }

  void ReadPiece(int s, Window window) {
    while (next_mention_ < document_.mentions.size() &&
           document_.mentions[next_mention_].end_token <= window.first)
      ++next_mention_;
    const ChunkedWindow chunked =
        ChunkWindow(document_, TagWindow(rules_.grammar, document_, window, static_cast<int>(next_mention_)));
    WindowResult result = ReadWindow(rules_, document_, chunked, s, discourse_, parser_);
    if (result.sources.continues && !result.sources.HasOutlet()) {
      result.sources.links.insert(result.sources.links.begin(), previous_.begin(), previous_.end());
    }
    for (Assertion& assertion : result.assertions) {
      if (unasserted_.Drops(assertion)) continue;
      v1::Event& event = assertion.event;
      *event.add_attribution() = PublisherLink(*document_.article);
      for (const v1::Attribution& link : result.sources.links) *event.add_attribution() = link;
      const bool guess = std::any_of(result.sources.links.begin(), result.sources.links.end(),
                                     [](const auto& link) { return link.kind() == v1::AUTHOR; });
      if (guess && (event.status() == v1::STATUS_UNSPECIFIED || event.certainty() != v1::ASSERTED))
        event.set_status(v1::SPECULATED);
      if (event.status() == v1::STATUS_UNSPECIFIED) {
        event.set_status(Inherited(event));
        if (rules_.explain)
          assertion.reasons.push_back(
              {"status", absl::StrCat(v1::Status_Name(event.status()), ": that of the deal it hangs on")});
      }
      if (rules_.explain) ExplainSources(result.sources, assertion);
      FillPeriod(assertion);
      FitStatusToTime(assertion);
      discourse_.Remember(assertions_.emplace_back(std::move(assertion)).event);
    }
    if (!result.sources.links.empty()) previous_ = result.sources.links;
    if (s < kOpening && opening_.empty() && result.sources.HasOutlet()) opening_ = result.sources.links;
  }

  static std::string LinkText(const v1::Attribution& link) {
    return absl::StrCat(v1::LinkKind_Name(link.kind()), link.name().empty() ? "" : " ", link.name());
  }

  static void ExplainSources(const SourceChain& sources, Assertion& assertion) {
    for (const v1::Attribution& link : sources.links)
      assertion.reasons.push_back(
          {"source",
           absl::StrCat(LinkText(link), sources.continues ? ": the sentence, or the one that it continues"
                                                          : ": the sentence says so")});
  }

  // What "would" or "could" make of it depends on the deal that was last told.
  v1::Status Inherited(const v1::Event& event) const {
    for (auto it = discourse_.recent.rbegin(); it != discourse_.recent.rend(); ++it) {
      const v1::Event& earlier = **it;
      if (earlier.type() == "STATEMENT" || earlier.status() > v1::AGREED ||
          earlier.status() == v1::STATUS_UNSPECIFIED)
        continue;
      for (const v1::Participant& p : event.participants()) {
        for (const v1::Participant& q : earlier.participants()) {
          if (p.entity_id() == q.entity_id()) return earlier.status();
        }
      }
    }
    return event.certainty() == v1::ASSERTED ? v1::ANNOUNCED : v1::RUMORED;
  }

  // What lies ahead is not completed; a deal of long ago that only its noun tells of is.
  void FitStatusToTime(Assertion& assertion) const {
    v1::Event& event = assertion.event;
    if (!event.has_time() || event.type() == "STATEMENT") return;
    if (event.status() == v1::COMPLETED && !event.time().start().empty() && event.time().start() > today_) {
      event.set_status(event.type() == "LEADERSHIP_CHANGE" ? v1::ANNOUNCED : v1::PLANNED);
      assertion.stage_told = false;
    }
    const bool agreed = event.status() == v1::AGREED || event.status() == v1::ANNOUNCED;
    if (agreed && !assertion.stage_told && !event.time().end().empty() && event.time().end() < long_ago_)
      event.set_status(v1::COMPLETED);
  }

  // The period of a result is the time that it was made in.
  static void FillPeriod(Assertion& assertion) {
    const auto& slots = assertion.frame->type->slots();
    if (std::find(slots.begin(), slots.end(), "period") == slots.end() || !assertion.event.has_time()) return;
    const v1::TimeSpan& time = assertion.event.time();
    if (time.start().size() < 7) return;
    const std::string year = time.start().substr(0, 4);
    const int month = (time.start()[5] - '0') * 10 + (time.start()[6] - '0');
    if (time.precision() == v1::YEAR) assertion.event.set_period(year);
    if (time.precision() == v1::QUARTER)
      assertion.event.set_period(absl::StrCat(year, "-Q", (month - 1) / 3 + 1));
    if (time.precision() == v1::HALF)
      assertion.event.set_period(absl::StrCat(year, "-H", month <= 6 ? 1 : 2));
  }

  // A source that the article opens with holds for its main deal throughout: for what is told of its parties
  // as not yet settled and without a source of its own.
  void SpreadMainSource() {
    if (opening_.empty() || assertions_.empty()) return;
    // The deal that the opening tells of: one with that source, or else the first.
    const v1::Event* main = &assertions_[0].event;
    for (const Assertion& assertion : assertions_) {
      if (assertion.sentence >= kOpening) break;
      const auto& links = assertion.event.attribution();
      if (std::any_of(links.begin(), links.end(), [](const auto& l) { return l.kind() == v1::OUTLET; })) {
        main = &assertion.event;
        break;
      }
    }
    std::set<std::string> parties;
    for (const v1::Participant& p : main->participants()) parties.insert(p.entity_id());
    for (Assertion& assertion : assertions_) {
      v1::Event& event = assertion.event;
      if (event.attribution_size() > 1 || event.type() == "STATEMENT") continue;
      const bool open = event.certainty() != v1::ASSERTED || event.status() <= v1::OFFERED;
      const bool of_parties =
          std::any_of(event.participants().begin(), event.participants().end(),
                      [&](const v1::Participant& p) { return parties.count(p.entity_id()) > 0; });
      if (!open || !of_parties) continue;
      for (const v1::Attribution& link : opening_) {
        *event.add_attribution() = link;
        if (rules_.explain)
          assertion.reasons.push_back(
              {"source", absl::StrCat(LinkText(link), ": the article opens with it")});
      }
    }
  }

  const Rules& rules_;
  const ConfidenceModel& confidence_;
  const Document& document_;
  SentenceParser parser_{DefaultSyntaxModel()};
  Discourse discourse_;
  size_t next_mention_ = 0;
  TopicTracker topic_;
  const Unasserted unasserted_;
  // ISO 8601 dates: that of publication, and one after which a deal may still be open.
  std::string today_;
  std::string long_ago_;
  std::vector<v1::Attribution> previous_;
  // The first chain with an outlet among the opening sentences.
  std::vector<v1::Attribution> opening_;
  // In a deque, where they stay for `discourse_`.
  std::deque<Assertion> assertions_;
};

// A statement is about the event before it that its speaker has a part in.
void LinkStatements(std::vector<v1::Event>& events) {
  for (v1::Event& statement : events) {
    if (statement.type() != "STATEMENT") continue;
    for (const v1::Event& event : events) {
      if (event.type() == "STATEMENT" || event.evidence(0).start() > statement.evidence(0).start()) continue;
      const bool speaks = std::any_of(
          event.participants().begin(), event.participants().end(), [&](const v1::Participant& p) {
            return std::any_of(statement.participants().begin(), statement.participants().end(),
                               [&](const v1::Participant& q) { return p.entity_id() == q.entity_id(); });
          });
      const bool open = event.status() <= v1::PLANNED;
      if (speaks && (open || statement.about().empty())) statement.set_about(event.event_id());
      if (speaks && open) break;
    }
  }
}

// Talks and plans that a party denies, and that nothing behind the denial goes on with, are denied.
void ApplyDenials(std::vector<v1::Event>& events) {
  for (const v1::Event& statement : events) {
    if (statement.type() != "STATEMENT" || statement.stance() != "DENIED" || statement.about().empty())
      continue;
    const int denied_at = statement.evidence(statement.evidence_size() - 1).start();
    for (v1::Event& event : events) {
      if (event.event_id() != statement.about() || event.status() >= v1::PRELIMINARY_AGREEMENT) continue;
      const bool goes_on =
          std::any_of(event.evidence().begin(), event.evidence().end(), [&](const v1::Evidence& evidence) {
            return evidence.part() != v1::TEXT_PART_TITLE && evidence.start() > denied_at;
          });
      if (!goes_on) event.set_status(v1::DENIED);
    }
  }
}

}  // namespace

struct EventFinder::Parts {
  const Ontology& ontology;
  const Catalogue& catalogue;
  Grammar grammar;
  Frames frames;
  Cues cues;
  ConfidenceModel confidence;
  std::string version;
};

absl::StatusOr<std::unique_ptr<EventFinder>> EventFinder::Create(
    const Ontology& ontology, const Catalogue& catalogue, const std::vector<std::string>& frame_files) {
  auto parts = std::make_unique<Parts>(Parts{ontology, catalogue, {}, {}, {}, {}, {}});
  const RuleText grammar{"grammar.txt", {tearsheet_grammar_start, tearsheet_grammar_end}};
  const RuleText cues{"cues.txt", {tearsheet_cues_start, tearsheet_cues_end}};
  const RuleText confidence{"confidence.txt", {tearsheet_confidence_start, tearsheet_confidence_end}};
  std::vector<RuleText> files = {
      {"frames_stakes.txt", {tearsheet_frames_stakes_start, tearsheet_frames_stakes_end}},
      {"frames_funding.txt", {tearsheet_frames_funding_start, tearsheet_frames_funding_end}},
      {"frames_deals.txt", {tearsheet_frames_deals_start, tearsheet_frames_deals_end}},
      {"frames_contracts.txt", {tearsheet_frames_contracts_start, tearsheet_frames_contracts_end}},
      {"frames_facilities.txt", {tearsheet_frames_facilities_start, tearsheet_frames_facilities_end}},
      {"frames_products.txt", {tearsheet_frames_products_start, tearsheet_frames_products_end}},
      {"frames_results.txt", {tearsheet_frames_results_start, tearsheet_frames_results_end}},
      {"frames_corporate.txt", {tearsheet_frames_corporate_start, tearsheet_frames_corporate_end}},
      {"frames_law.txt", {tearsheet_frames_law_start, tearsheet_frames_law_end}},
      {"frames_statements.txt", {tearsheet_frames_statements_start, tearsheet_frames_statements_end}},
  };
  std::vector<std::string> texts;
  texts.reserve(frame_files.size());
  for (const std::string& path : frame_files) {
    ASSIGN_OR_RETURN(std::string text, ReadFile(path));
    texts.push_back(std::move(text));
    files.push_back({path, texts.back()});
  }
  RETURN_IF_ERROR(parts->grammar.AddFile(grammar));
  ASSIGN_OR_RETURN(parts->frames, Frames::Load(files, ontology, parts->grammar));
  ASSIGN_OR_RETURN(parts->cues, Cues::Load(cues, parts->grammar));
  ASSIGN_OR_RETURN(parts->confidence, ConfidenceModel::Load(confidence));
  parts->version = VersionWith(VersionWith(VersionWith("", grammar.text), cues.text), confidence.text);
  parts->version = VersionWith(parts->version, DefaultSyntaxModel().version);
  for (const RuleText& file : files) parts->version = VersionWith(parts->version, file.text);
  return std::unique_ptr<EventFinder>(new EventFinder(std::move(parts)));
}

EventFinder::EventFinder(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
EventFinder::~EventFinder() = default;

const std::string& EventFinder::version() const { return parts_->version; }

std::vector<v1::Event> EventFinder::Find(const Document& document, const std::string& article_id,
                                         std::vector<EventExplanation>* explanations) const {
  const Rules rules{parts_->ontology, parts_->catalogue, parts_->grammar,
                    parts_->frames,   parts_->cues,      explanations != nullptr};
  if (explanations != nullptr) explanations->clear();
  std::vector<v1::Event> events = ArticleReader(rules, parts_->confidence, document).Run(explanations);
  std::set<std::string> ids;
  for (v1::Event& event : events) {
    std::string id = EventId(article_id, event);
    // Two events that differ in nothing an id is made of still have ids of their own.
    for (int copy = 2; !ids.insert(id).second; ++copy)
      id = EventId(absl::StrCat(article_id, "#", copy), event);
    event.set_event_id(id);
  }
  LinkStatements(events);
  ApplyDenials(events);
  return events;
}

}  // namespace tearsheet
