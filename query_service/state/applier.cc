#include "query_service/state/applier.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/consolidation/bucket.h"
#include "query_service/consolidation/event_facts.h"
#include "query_service/state/deal_update.h"

namespace tearsheet {
namespace {

using log::v1::LogRecord;
using state::v1::EventFact;

// Times are kept as nanoseconds in 64 bits, which reach from 1677 to 2262.
absl::StatusOr<int64_t> Nanos(const google::protobuf::Timestamp& timestamp, const char* what) {
  const auto time = TimeFromProto(timestamp);
  if (!time.ok() || timestamp.seconds() <= std::numeric_limits<int64_t>::min() / 1'000'000'000 ||
      timestamp.seconds() >= std::numeric_limits<int64_t>::max() / 1'000'000'000) {
    return absl::InvalidArgumentError(absl::StrCat("its ", what, " lies outside the years 1678 to 2261"));
  }
  return absl::ToUnixNanos(*time);
}

std::string IdOf(const std::string& name) { return std::string(absl::StripPrefix(name, "articles/")); }

// One batch. A record is checked in full before anything of it is written.
class Batch {
 public:
  Batch(const Ontology& ontology, StateTransaction& transaction)
      : ontology_(ontology), transaction_(transaction) {}

  absl::Status Add(const SequencedRecord& record) {
    absl::Status status = AddChecked(record);
    if (!absl::IsInvalidArgument(status)) return status;
    ++set_aside_;
    return transaction_.AddSetAside(record.sequence, std::string(status.message()));
  }

  // Makes the events of what is now current count, and computes the deals anew.
  absl::StatusOr<int64_t> Finish(int64_t sequence) {
    std::set<std::string> buckets;
    for (const auto& [uri, before] : before_) RETURN_IF_ERROR(Refresh(uri, before, buckets));
    return UpdateDeals(ontology_, transaction_, buckets, sequence, last_ingest_nanos_);
  }

  int64_t set_aside() const { return set_aside_; }

 private:
  absl::Status AddChecked(const SequencedRecord& sequenced) {
    const LogRecord& record = sequenced.record;
    ASSIGN_OR_RETURN(const int64_t ingest_nanos, Nanos(record.ingest_time(), "ingest_time"));
    last_ingest_nanos_ = std::max(last_ingest_nanos_, ingest_nanos);
    switch (record.content_case()) {
      case LogRecord::kArticle:
        return AddArticle(sequenced.sequence, ingest_nanos, record.article());
      case LogRecord::kRetraction:
        return AddRetraction(sequenced.sequence, ingest_nanos, record.retraction());
      case LogRecord::kReextraction:
        return AddReextraction(sequenced.sequence, ingest_nanos, record.reextraction());
      case LogRecord::CONTENT_NOT_SET:
        break;
    }
    return absl::InvalidArgumentError("it has no content that this program knows; a newer program may");
  }

  absl::Status AddArticle(int64_t sequence, int64_t ingest_nanos, const log::v1::ArticleRecord& record) {
    const v1::Article& article = record.article();
    const std::string id = IdOf(article.name());
    if (id.empty() || article.uri().empty())
      return absl::InvalidArgumentError("its article has no name or no uri");
    if (record.extraction().article_id() != id)
      return absl::InvalidArgumentError("its extraction is of another article");
    ASSIGN_OR_RETURN(const int64_t publish_nanos, Nanos(article.publish_time(), "publish_time"));
    ASSIGN_OR_RETURN(const auto known, transaction_.reader().Article(id));
    if (known) return absl::InvalidArgumentError(absl::StrCat("article '", id, "' stands in the log twice"));
    ASSIGN_OR_RETURN(const std::vector<EventFact> facts, Facts(article, record.extraction(), sequence));
    RETURN_IF_ERROR(Remember(article.uri()));
    RETURN_IF_ERROR(
        transaction_.PutArticle({id, article.uri(), publish_nanos, ingest_nanos, sequence,
                                 article.publisher().name(), article.title(), article.SerializeAsString()},
                                article.body()));
    return PutExtraction({id, article.uri(), sequence, ingest_nanos, record.extraction().extractor()},
                         record.extraction(), facts);
  }

  absl::Status AddRetraction(int64_t sequence, int64_t ingest_nanos,
                             const log::v1::RetractionRecord& record) {
    if (record.uri().empty()) return absl::InvalidArgumentError("its retraction has no uri");
    ASSIGN_OR_RETURN(const int64_t retract_nanos, Nanos(record.retract_time(), "retract_time"));
    RETURN_IF_ERROR(Remember(record.uri()));
    return transaction_.PutRetraction(record.uri(), {retract_nanos, ingest_nanos}, sequence);
  }

  absl::Status AddReextraction(int64_t sequence, int64_t ingest_nanos,
                               const log::v1::ReextractionRecord& record) {
    const std::string id = IdOf(record.article());
    if (record.extraction().article_id() != id)
      return absl::InvalidArgumentError("its extraction is of another article");
    ASSIGN_OR_RETURN(const auto stored, transaction_.reader().Article(id));
    if (!stored)
      return absl::InvalidArgumentError(absl::StrCat("no record before it holds article '", id, "'"));
    v1::Article article;
    if (!article.ParseFromString(stored->bytes))
      return absl::DataLossError("a stored article cannot be read");
    ASSIGN_OR_RETURN(const std::vector<EventFact> facts,
                     Facts(article, record.extraction(), stored->sequence));
    RETURN_IF_ERROR(Remember(stored->uri));
    return PutExtraction({id, stored->uri, sequence, ingest_nanos, record.extraction().extractor()},
                         record.extraction(), facts);
  }

  // The facts, once it is sure that no other article has an event of the same id.
  absl::StatusOr<std::vector<EventFact>> Facts(const v1::Article& article, const v1::Extraction& extraction,
                                               int64_t sequence) {
    ASSIGN_OR_RETURN(std::vector<EventFact> facts, MakeEventFacts(ontology_, article, extraction, sequence));
    for (const EventFact& fact : facts) {
      ASSIGN_OR_RETURN(const auto other, transaction_.reader().Event(fact.event().event_id()));
      if (other && other->fact.article_id() != fact.article_id()) {
        return absl::InvalidArgumentError(absl::StrCat(
            "event '", fact.event().event_id(), "' is also one of article '", other->fact.article_id(), "'"));
      }
    }
    return facts;
  }

  absl::Status PutExtraction(const StoredExtraction& row, const v1::Extraction& extraction,
                             const std::vector<EventFact>& facts) {
    std::vector<std::pair<std::string, std::string>> loose;
    for (const EventFact& fact : facts) {
      if (fact.bucket().empty() || IsLoose(fact.bucket())) continue;
      for (std::string& key : LooseNeighbours(*ontology_.FindType(fact.event().type()), fact))
        loose.emplace_back(std::move(key), fact.bucket());
    }
    RETURN_IF_ERROR(transaction_.PutExtraction(row, facts, loose));
    for (const v1::Entity& entity : extraction.entities()) {
      if (!entity.entity_id().empty()) RETURN_IF_ERROR(transaction_.PutEntity(entity, row.extractor));
    }
    return absl::OkStatus();
  }

  // Keeps what counted of a URI before the batch touched it.
  absl::Status Remember(const std::string& uri) {
    if (before_.contains(uri)) return absl::OkStatus();
    ASSIGN_OR_RETURN(const UriHistory history, transaction_.reader().History(uri));
    before_.emplace(uri, Visible(history, AsOf{}));
    return absl::OkStatus();
  }

  absl::Status Refresh(const std::string& uri, const std::optional<VisibleExtraction>& before,
                       std::set<std::string>& buckets) {
    ASSIGN_OR_RETURN(const UriHistory history, transaction_.reader().History(uri));
    const std::optional<VisibleExtraction> after = Visible(history, AsOf{});
    if (before == after) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::vector<StoredEvent> events, transaction_.reader().UriEvents(uri));
    for (const StoredEvent& event : events) {
      const VisibleExtraction extraction{event.fact.article_id(), event.extraction};
      if ((before == extraction || after == extraction) && !event.fact.bucket().empty())
        buckets.insert(event.fact.bucket());
    }
    if (before) RETURN_IF_ERROR(transaction_.SetCurrent(*before, false));
    if (after) RETURN_IF_ERROR(transaction_.SetCurrent(*after, true));
    return absl::OkStatus();
  }

  const Ontology& ontology_;
  StateTransaction& transaction_;
  std::map<std::string, std::optional<VisibleExtraction>> before_;
  int64_t last_ingest_nanos_ = 0;
  int64_t set_aside_ = 0;
};

}  // namespace

absl::StatusOr<Applied> ApplyRecords(const Ontology& ontology, StateStore& store,
                                     const std::vector<SequencedRecord>& records) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StateTransaction> transaction, store.Begin());
  ASSIGN_OR_RETURN(int64_t position, transaction->reader().Sequence());
  Batch batch(ontology, *transaction);
  for (const SequencedRecord& record : records) {
    if (record.sequence <= position) continue;
    if (record.sequence != position + 1) {
      return absl::DataLossError(absl::StrCat("the log gave record ", record.sequence, " after record ",
                                              position, "; records between them are missing"));
    }
    RETURN_IF_ERROR(batch.Add(record));
    position = record.sequence;
  }
  ASSIGN_OR_RETURN(const int64_t changes, batch.Finish(position));
  RETURN_IF_ERROR(transaction->Commit(position));
  return Applied{position, changes, batch.set_aside()};
}

}  // namespace tearsheet
