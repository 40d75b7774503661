// The state of the query service: what a store of it must do.
//
// A store holds the articles of the log, their events, and the deals that the events add up to, as prepared
// bytes. It knows nothing of how deals come about. Implementations: SqliteStateStore (default, one file per
// replica) and PostgresStateStore (shared by replicas, of which one applies). Both pass the suite in
// tests/conformance/.
//
// Errors of every call: UNAVAILABLE and RESOURCE_EXHAUSTED (cannot be read or written now; both with
// RetryInfo), DATA_LOSS (damaged), CANCELLED and DEADLINE_EXCEEDED (the limits of the read).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "query_service/state/hot_deals.h"
#include "query_service/state/visibility.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/entity.pb.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Figures of the whole state.
struct StateCounts {
  int64_t articles = 0;
  // Events with influence.
  int64_t events = 0;
  int64_t deals = 0;
  int64_t entities = 0;
  int64_t set_aside = 0;
};

// A text of the log.
struct StoredArticle {
  std::string article_id;
  std::string uri;
  int64_t publish_nanos = 0;
  int64_t ingest_nanos = 0;
  int64_t sequence = 0;
  std::string publisher;
  std::string title;
  // Serialised tearsheet.v1.Article. Lists leave it out.
  std::string bytes;
};

// What an extractor read from an article.
struct StoredExtraction {
  std::string article_id;
  std::string uri;
  // Of the record that brought it.
  int64_t sequence = 0;
  int64_t ingest_nanos = 0;
  std::string extractor;
};

// An event of one extraction.
struct StoredEvent {
  state::v1::EventFact fact;
  // Sequence of the record that brought its extraction.
  int64_t extraction = 0;
  // It counts in the present state.
  bool current = false;
  // Id of the deal that it belongs to; empty when it does not count or makes no deal.
  std::string deal_id;
};

// A deal with what lists and filters ask for.
struct StoredDeal {
  // Without "deals/".
  std::string deal_id;
  std::string bucket;
  std::string type;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  int64_t first_nanos = 0;
  int64_t last_nanos = 0;
  int64_t article_count = 0;
  bool conflict = false;
  // Every entity in a role, and the owners that it is a unit of.
  struct Company {
    std::string entity_id;
    // Only a unit of it is named.
    bool through_unit = false;
  };
  std::vector<Company> companies;
  // Serialised tearsheet.v1.Deal in the views FULL and BASIC.
  std::string full;
  std::string basic;
};

// What a change of a deal asks of the deal before it.
struct FullDeal {
  // Serialised tearsheet.v1.Deal in the view FULL.
  std::string bytes;
  std::vector<StoredDeal::Company> companies;
};

// A change of a deal; see DealChange. The bytes are those of the view FULL.
struct StoredChange {
  // 1, 2, 3 ... without gaps.
  int64_t number = 0;
  int64_t sequence = 0;
  // When the ingest service made the record of that sequence, for the bound by age.
  int64_t ingest_nanos = 0;
  std::string old_deal;
  std::string new_deal;
  // Id of the deal that a removed one was merged into. Empty: none.
  std::string merged_into;
  // Those of the deal before and after the change.
  std::vector<StoredDeal::Company> companies;
};

// A place in the order of a list: the sort key and id of the last entry seen (of events, also their
// extraction).
struct ListPlace {
  int64_t key = 0;
  std::string id;
  int64_t version = 0;
};

struct DealQuery {
  // Empty: all.
  std::string entity_id;
  bool include_units = false;
  std::vector<std::string> types;
  std::vector<v1::Status> statuses;
  std::optional<int64_t> start_nanos;
  std::optional<int64_t> end_nanos;
  // Else by the latest article.
  bool by_articles = false;
  bool conflicts_only = false;
  v1::DealView view = v1::DEAL_VIEW_BASIC;
  int limit = 50;
  // Strictly after this place. Absent: from the start.
  std::optional<ListPlace> after;
};

struct DealPage {
  // Serialised deals.
  std::vector<std::string> deals;
  // Place of the last one when more follow.
  std::optional<ListPlace> next;
};

struct EventQuery {
  // At most one of the three is set; none: all events.
  std::string deal_id;
  std::string entity_id;
  std::string article_id;
  std::vector<std::string> types;
  // Also those of every revision and extraction that do not count now.
  bool all_versions = false;
  int limit = 100;
  // Publication time, event id and extraction of the last one seen.
  std::optional<ListPlace> after;
};

struct EventPage {
  std::vector<StoredEvent> events;
  std::optional<ListPlace> next;
};

struct ArticleQuery {
  // Articles with an event, of any revision and extraction, that names it. Empty: all.
  std::string entity_id;
  // Exactly this publisher. Empty: all.
  std::string publisher;
  std::optional<int64_t> start_nanos;
  std::optional<int64_t> end_nanos;
  int limit = 50;
  // Strictly after this place: publication time and article id.
  std::optional<ListPlace> after;
};

struct ArticlePage {
  // The latest publication first, without their bytes.
  std::vector<StoredArticle> articles;
  std::optional<ListPlace> next;
};

// One word or phrase that a text must hold.
struct TextTerm {
  // As the store's tokenizer gives them; more than one: a phrase.
  std::vector<std::string> tokens;
  // The last token is the beginning of a word.
  bool prefix = false;
};

// A place where a text holds a term.
struct TextMatch {
  // Index of the term.
  int term = 0;
  bool in_title = false;
  // Half-open range of bytes.
  int32_t begin = 0;
  int32_t end = 0;
};

struct TextQuery {
  std::vector<TextTerm> terms;
  std::optional<int64_t> start_nanos;
  std::optional<int64_t> end_nanos;
  // The articles taken in last are looked at; at most this many.
  int limit = 200;
};

struct TextHit {
  StoredArticle article;
  // Body of the article, which the matches count in.
  std::string body;
  // In order of place, those in the title first; at least one of every term.
  std::vector<TextMatch> matches;
};

// What a store of any kind is opened with.
struct StateStoreOptions {
  // Versions of what makes the state. One that others made is of no use: another is built from the log.
  std::string ontology_version;
  std::string consolidation_version;
  // Bounds of what WatchDeals can go back to, whichever is reached first.
  int64_t max_changes = 100'000;
  absl::Duration max_change_age = absl::Hours(7 * 24);
};

// How long a read may take.
struct ReadLimits {
  absl::Time deadline = absl::InfiniteFuture();
  // Asked from time to time while the read waits for a server; true ends it. Empty: never. What it refers to
  // outlives the reader.
  std::function<bool()> cancelled;
};

// The connections of a store that has some.
struct StoreFigures {
  int connections = 0;
  int in_use = 0;
  // Since the start: reads that waited for a connection, and connections that were opened.
  int64_t waits = 0;
  int64_t opened = 0;
};

// A consistent view of the state. Not thread-safe.
class StateReader {
 public:
  virtual ~StateReader() = default;

  // Last sequence applied; 0 for a new store.
  virtual absl::StatusOr<int64_t> Sequence() = 0;
  virtual absl::StatusOr<StateCounts> Counts() = 0;
  // Extractor versions and the number of articles whose counting extraction is theirs.
  virtual absl::StatusOr<std::map<std::string, int64_t>> Extractors() = 0;
  // The first `limit` records that were set aside, by sequence.
  virtual absl::StatusOr<std::vector<std::pair<int64_t, std::string>>> SetAside(int limit) = 0;

  // The serialised deal. Nothing when no deal has this id.
  virtual absl::StatusOr<std::optional<std::string>> Deal(const std::string& deal_id, v1::DealView view) = 0;
  virtual absl::StatusOr<DealPage> ListDeals(const DealQuery& query) = 0;
  // The deals of these ids; those that are none are left out.
  virtual absl::StatusOr<std::map<std::string, FullDeal>> FullDeals(
      const std::set<std::string>& deal_ids) = 0;
  // The bucket that a deal was computed for; empty when no deal has this id.
  virtual absl::StatusOr<std::string> BucketOfDeal(const std::string& deal_id) = 0;

  // The event of this id: the one that counts, else the latest one. Nothing when the log has none.
  virtual absl::StatusOr<std::optional<StoredEvent>> Event(const std::string& event_id) = 0;
  // Id of the deal that the counting event of this id belongs to; empty when there is none.
  virtual absl::StatusOr<std::string> DealOfEvent(const std::string& event_id) = 0;
  // Events by publication time, id and extraction.
  virtual absl::StatusOr<EventPage> ListEvents(const EventQuery& query) = 0;
  // Events of a bucket in any order: those that count, or all of every revision and extraction.
  virtual absl::StatusOr<std::vector<StoredEvent>> BucketEvents(const std::string& bucket,
                                                                bool current_only) = 0;
  // The events of one extraction.
  virtual absl::StatusOr<std::vector<StoredEvent>> ExtractionEvents(const VisibleExtraction& extraction) = 0;
  // All events of all extractions of a URI.
  virtual absl::StatusOr<std::vector<StoredEvent>> UriEvents(const std::string& uri) = 0;
  // Loose buckets that a bucket's events name, and the inverse; of every revision and extraction.
  virtual absl::StatusOr<std::vector<std::string>> LooseOf(const std::string& bucket) = 0;
  virtual absl::StatusOr<std::vector<std::string>> WholeOf(const std::string& loose) = 0;
  // Buckets in which an entity (or a unit of it) has a role, at most `limit`; of every revision and
  // extraction. An empty id: all buckets.
  virtual absl::StatusOr<std::vector<std::string>> BucketsOf(const std::string& entity_id, int limit) = 0;

  virtual absl::StatusOr<std::optional<StoredArticle>> Article(const std::string& article_id) = 0;
  virtual absl::StatusOr<ArticlePage> ListArticles(const ArticleQuery& query) = 0;
  // The words of a question: those in quotation marks belong together, "*" ends the beginning of a word.
  // Empty when there is none.
  virtual absl::StatusOr<std::vector<TextTerm>> ReadTerms(const std::string& question) = 0;
  // Articles whose title and body hold every term, those taken in last first.
  virtual absl::StatusOr<std::vector<TextHit>> SearchArticles(const TextQuery& query) = 0;
  // Where `text` holds any of the terms, in order of place.
  virtual absl::StatusOr<std::vector<TextMatch>> FindTerms(const std::vector<TextTerm>& terms,
                                                           const std::string& text) = 0;
  virtual absl::StatusOr<UriHistory> History(const std::string& uri) = 0;
  // Extractor of an extraction; empty when there is none.
  virtual absl::StatusOr<std::string> ExtractorOf(const std::string& article_id, int64_t extraction) = 0;

  virtual absl::StatusOr<std::optional<v1::Entity>> EntityById(const std::string& entity_id) = 0;
  // Entities with this id, name, alias or ticker, whatever the case; at most 20.
  virtual absl::StatusOr<std::vector<v1::Entity>> FindEntities(const std::string& name) = 0;
  // Organisations of which a name, alias or ticker begins with `prefix`, whatever the case, by id; those with
  // an id greater than `after`, at most `limit`.
  virtual absl::StatusOr<std::vector<v1::Entity>> OrganisationsByPrefix(const std::string& prefix,
                                                                        const std::string& after,
                                                                        int limit) = 0;
  // Entities whose parent, vendor or family is `entity_id`, by id; at most `limit`.
  virtual absl::StatusOr<std::vector<v1::Entity>> EntitiesBelow(const std::string& entity_id, int limit) = 0;

  // Number of the last change ever made, and of the oldest one kept (one more than the last when none is
  // kept).
  virtual absl::StatusOr<std::pair<int64_t, int64_t>> ChangeRange() = 0;
  // Changes after `number`, in order, at most `limit`.
  virtual absl::StatusOr<std::vector<StoredChange>> ChangesAfter(int64_t number, int limit) = 0;
};

// What a change is going to ask its reader for.
struct ExpectedReads {
  std::set<std::string> article_ids;
  std::set<std::string> event_ids;
  // Their events.
  std::set<VisibleExtraction> extractions;
  // Their histories.
  std::set<std::string> uris;
  // Their loose links and those of the loose ones that they name, and the events that count in all these.
  std::set<std::string> buckets;
  // Whether a bucket has events, of those whose events will not be asked for. May be empty.
  std::function<std::optional<bool>(const std::string& bucket)> has_events;
};

// The one running change. Dropped without Commit it leaves no trace. Not thread-safe.
class StateTransaction {
 public:
  virtual ~StateTransaction() = default;

  // The state as this change has made it so far. Owned by the transaction.
  virtual StateReader& reader() = 0;
  // Lets a store that is far away fetch at once what `reader` will be asked for. Answers are the same without
  // it.
  virtual absl::Status Expect(const ExpectedReads& /*expected*/) { return absl::OkStatus(); }

  // Each Put replaces what has the same key.
  // `body` is what a search finds besides the title.
  virtual absl::Status PutArticle(const StoredArticle& article, const std::string& body) = 0;
  // Adds an extraction with its events. When `current`, they count, each for the deal that it carries. Their
  // own `extraction` and `current` are not looked at.
  virtual absl::Status PutExtraction(const StoredExtraction& extraction,
                                     const std::vector<StoredEvent>& events, bool current) = 0;
  // Remembers which loose buckets the events of a bucket name: pairs of the loose one and the bucket.
  virtual absl::Status PutLooseLinks(const std::set<std::pair<std::string, std::string>>& links) = 0;
  virtual absl::Status PutRetraction(const std::string& uri, const Retraction& retraction,
                                     int64_t sequence) = 0;
  // Makes the events of an extraction that was put before count, or not; those that no longer count leave
  // their deals.
  virtual absl::Status SetCurrent(const VisibleExtraction& extraction, bool current) = 0;
  virtual absl::Status PutEntity(const v1::Entity& entity, const std::string& extractor) = 0;

  virtual absl::Status PutDeal(const StoredDeal& deal) = 0;
  virtual absl::Status RemoveDeal(const std::string& deal_id) = 0;
  // Of an event that counts and was put before.
  virtual absl::Status SetDealOfEvent(const std::string& event_id, int64_t extraction,
                                      const std::string& deal_id) = 0;

  // Numbers the change.
  virtual absl::Status AddChange(const StoredChange& change) = 0;
  virtual absl::Status AddSetAside(int64_t sequence, const std::string& reason) = 0;

  // Makes everything since Begin durable together with the position. The transaction is over, whatever the
  // result.
  virtual absl::Status Commit(int64_t sequence) = 0;
};

// Thread-safe.
class StateStore {
 public:
  virtual ~StateStore() = default;

  // The state as of the last commit; later commits do not show in it. A store that never waits for others may
  // leave `limits` aside.
  virtual absl::StatusOr<std::unique_ptr<StateReader>> Snapshot(const ReadLimits& limits) = 0;
  absl::StatusOr<std::unique_ptr<StateReader>> Snapshot() { return Snapshot(ReadLimits()); }
  // The deal as a snapshot would show it now, if it can be had at once: from memory, without waiting for
  // anything. Nothing says nothing about whether there is one.
  virtual std::optional<HotDeal> DealAtOnce(const std::string& /*deal_id*/, v1::DealView /*view*/) {
    return std::nullopt;
  }
  // A snapshot at `sequence` has shown this deal, which may be asked for again soon.
  virtual void KeepDeal(const std::string& /*deal_id*/, v1::DealView /*view*/, const std::string& /*bytes*/,
                        int64_t /*sequence*/) {}
  // Starts the one change; a second one waits. Ends before the store does. UNAVAILABLE when another process
  // leads.
  virtual absl::StatusOr<std::unique_ptr<StateTransaction>> Begin() = 0;
  // Names this run of change numbers; another store, or this one after a rebuild, has another.
  virtual std::string Epoch() = 0;

  // Of the processes that share a store one leads: it alone may change the state. These are for the thread
  // that follows the log; a store of one process always leads and never waits.

  // Asks for the lead, or confirms it. Who leads calls this at least once a second; who does not, as often
  // as it wants to take over soon.
  virtual absl::StatusOr<bool> TryToLead() { return true; }
  // Gives the lead to whoever asks for it next.
  virtual void Resign() {}
  // Waits until another process has committed, `timeout` is over, or Interrupt is called; may return early.
  virtual absl::Status WaitForCommit(absl::Duration /*timeout*/) { return absl::OkStatus(); }
  // Ends the present WaitForCommit, or the next one. Any thread may call it.
  virtual void Interrupt() {}

  virtual StoreFigures figures() const { return {}; }
};

}  // namespace tearsheet
