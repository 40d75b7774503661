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

// An extraction that the batch adds; it is written when it is known what its events belong to.
struct Extracted {
  StoredExtraction row;
  std::vector<StoredEvent> events;
};

// A URI that the batch touches.
struct Text {
  UriHistory history;
  // What counted of it before the batch.
  std::optional<VisibleExtraction> before;
  std::vector<Extracted> added;

  const Extracted* Find(const VisibleExtraction& wanted) const {
    for (const Extracted& extracted : added) {
      if (extracted.row.article_id == wanted.article_id && extracted.row.sequence == wanted.sequence)
        return &extracted;
    }
    return nullptr;
  }
};

// One batch. A record is checked in full before anything of it is written.
class Batch {
 public:
  Batch(const Ontology& ontology, StateTransaction& transaction, BucketCache& buckets)
      : ontology_(ontology), transaction_(transaction), buckets_(buckets) {}

  absl::Status Add(const SequencedRecord& record) {
    absl::Status status = AddChecked(record);
    if (!absl::IsInvalidArgument(status)) return status;
    ++set_aside_;
    return transaction_.AddSetAside(record.sequence, std::string(status.message()));
  }

  // Makes the events of what is now current count, computes the deals anew and writes both.
  absl::StatusOr<int64_t> Finish(int64_t sequence) {
    RETURN_IF_ERROR(transaction_.PutLooseLinks(loose_links_));
    RETURN_IF_ERROR(transaction_.Expect(BucketReads()));
    std::set<std::string> changed;
    for (const auto& [uri, text] : texts_) RETURN_IF_ERROR(Refresh(text, changed));
    DealUpdate update(ontology_, transaction_, buckets_);
    RETURN_IF_ERROR(update.Compute(std::move(changed)));
    for (auto& [uri, text] : texts_) RETURN_IF_ERROR(WriteEvents(text, update));
    return update.Write(sequence, last_ingest_nanos_);
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
    ASSIGN_OR_RETURN(std::vector<EventFact> facts, Facts(article, record.extraction(), sequence));
    ASSIGN_OR_RETURN(Text * text, TextOf(article.uri()));
    text->history.revisions.push_back({id, publish_nanos, ingest_nanos});
    RETURN_IF_ERROR(
        transaction_.PutArticle({id, article.uri(), publish_nanos, ingest_nanos, sequence,
                                 article.publisher().name(), article.title(), article.SerializeAsString()},
                                article.body()));
    return AddExtraction({id, article.uri(), sequence, ingest_nanos, record.extraction().extractor()},
                         record.extraction(), std::move(facts), *text);
  }

  absl::Status AddRetraction(int64_t sequence, int64_t ingest_nanos,
                             const log::v1::RetractionRecord& record) {
    if (record.uri().empty()) return absl::InvalidArgumentError("its retraction has no uri");
    ASSIGN_OR_RETURN(const int64_t retract_nanos, Nanos(record.retract_time(), "retract_time"));
    ASSIGN_OR_RETURN(Text * text, TextOf(record.uri()));
    text->history.retractions.push_back({retract_nanos, ingest_nanos});
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
    ASSIGN_OR_RETURN(std::vector<EventFact> facts, Facts(article, record.extraction(), stored->sequence));
    ASSIGN_OR_RETURN(Text * text, TextOf(stored->uri));
    return AddExtraction({id, stored->uri, sequence, ingest_nanos, record.extraction().extractor()},
                         record.extraction(), std::move(facts), *text);
  }

  // The facts, once it is sure that no other article has an event of the same id.
  absl::StatusOr<std::vector<EventFact>> Facts(const v1::Article& article, const v1::Extraction& extraction,
                                               int64_t sequence) {
    ASSIGN_OR_RETURN(std::vector<EventFact> facts, MakeEventFacts(ontology_, article, extraction, sequence));
    for (const EventFact& fact : facts) {
      const std::string& id = fact.event().event_id();
      ASSIGN_OR_RETURN(const auto stored, transaction_.reader().Event(id));
      const auto added = event_articles_.find(id);
      const std::string other = stored                           ? stored->fact.article_id()
                                : added != event_articles_.end() ? added->second
                                                                 : fact.article_id();
      if (other != fact.article_id())
        return absl::InvalidArgumentError(
            absl::StrCat("event '", id, "' is also one of article '", other, "'"));
    }
    return facts;
  }

  absl::Status AddExtraction(StoredExtraction row, const v1::Extraction& extraction,
                             std::vector<EventFact> facts, Text& text) {
    Extracted& extracted = text.added.emplace_back();
    for (EventFact& fact : facts) {
      event_articles_[fact.event().event_id()] = fact.article_id();
      if (!fact.bucket().empty() && !IsLoose(fact.bucket())) {
        for (std::string& key : LooseNeighbours(*ontology_.FindType(fact.event().type()), fact))
          loose_links_.emplace(std::move(key), fact.bucket());
      }
      extracted.events.push_back({std::move(fact), row.sequence, false, ""});
    }
    for (const v1::Entity& entity : extraction.entities()) {
      if (!entity.entity_id().empty()) RETURN_IF_ERROR(transaction_.PutEntity(entity, row.extractor));
    }
    text.history.extractions.push_back({row.article_id, row.sequence, row.ingest_nanos});
    extracted.row = std::move(row);
    return absl::OkStatus();
  }

  // What computing the buckets of the added events is going to read.
  ExpectedReads BucketReads() const {
    ExpectedReads reads;
    for (const auto& [uri, text] : texts_) {
      if (text.before) reads.extractions.insert(*text.before);
      for (const Extracted& extracted : text.added) {
        for (const StoredEvent& event : extracted.events) {
          if (!event.fact.bucket().empty()) reads.buckets.insert(event.fact.bucket());
        }
      }
    }
    reads.has_events = [this](const std::string& bucket) { return buckets_.HasEvents(bucket); };
    return reads;
  }

  // What the batch knows of a URI: its history with what the batch adds to it.
  absl::StatusOr<Text*> TextOf(const std::string& uri) {
    const auto known = texts_.find(uri);
    if (known != texts_.end()) return &known->second;
    Text text;
    ASSIGN_OR_RETURN(text.history, transaction_.reader().History(uri));
    text.before = Visible(text.history, AsOf{});
    return &texts_.emplace(uri, std::move(text)).first->second;
  }

  // Takes the events that no longer count out of their buckets, puts those that now count in, and names the
  // buckets that this changes.
  absl::Status Refresh(const Text& text, std::set<std::string>& changed) {
    const std::optional<VisibleExtraction> after = Visible(text.history, AsOf{});
    if (text.before == after) return absl::OkStatus();
    StateReader& reader = transaction_.reader();
    if (text.before) {
      ASSIGN_OR_RETURN(const std::vector<StoredEvent> events, reader.ExtractionEvents(*text.before));
      for (const StoredEvent& event : events) {
        if (event.fact.bucket().empty()) continue;
        RETURN_IF_ERROR(buckets_.Remove(reader, event.fact));
        changed.insert(event.fact.bucket());
        if (!IsLoose(event.fact.bucket())) continue;
        ASSIGN_OR_RETURN(const std::string joined, reader.BucketOfDeal(event.deal_id));
        if (joined.empty()) continue;
        changed.insert(joined);
        ASSIGN_OR_RETURN(EventBucket * bucket, buckets_.Get(reader, joined));
        bucket->NoteLeft(event.deal_id);
      }
    }
    if (!after) return absl::OkStatus();
    const Extracted* added = text.Find(*after);
    std::vector<StoredEvent> stored;
    if (added == nullptr) {
      ASSIGN_OR_RETURN(stored, reader.ExtractionEvents(*after));
    }
    for (const StoredEvent& event : added == nullptr ? stored : added->events) {
      if (event.fact.bucket().empty()) continue;
      RETURN_IF_ERROR(buckets_.Add(reader, event.fact, after->sequence, added == nullptr));
      changed.insert(event.fact.bucket());
    }
    return absl::OkStatus();
  }

  absl::Status WriteEvents(Text& text, const DealUpdate& update) {
    const std::optional<VisibleExtraction> after = Visible(text.history, AsOf{});
    if (text.before && text.before != after) RETURN_IF_ERROR(transaction_.SetCurrent(*text.before, false));
    const Extracted* counts = after ? text.Find(*after) : nullptr;
    if (after && text.before != after && counts == nullptr)
      RETURN_IF_ERROR(transaction_.SetCurrent(*after, true));
    for (Extracted& extracted : text.added) {
      for (StoredEvent& event : extracted.events) {
        const std::string* deal = update.NewDealOf(event.fact.event().event_id());
        if (&extracted == counts && deal != nullptr) event.deal_id = *deal;
      }
      RETURN_IF_ERROR(transaction_.PutExtraction(extracted.row, extracted.events, &extracted == counts));
    }
    return absl::OkStatus();
  }

  const Ontology& ontology_;
  StateTransaction& transaction_;
  BucketCache& buckets_;
  std::map<std::string, Text> texts_;                  // by URI
  std::map<std::string, std::string> event_articles_;  // of the events that the batch adds
  std::set<std::pair<std::string, std::string>> loose_links_;
  int64_t last_ingest_nanos_ = 0;
  int64_t set_aside_ = 0;
};

// What checking the records is going to read.
ExpectedReads RecordReads(const std::vector<SequencedRecord>& records) {
  ExpectedReads reads;
  for (const SequencedRecord& sequenced : records) {
    const LogRecord& record = sequenced.record;
    if (record.has_article()) {
      reads.article_ids.insert(IdOf(record.article().article().name()));
      reads.uris.insert(record.article().article().uri());
    }
    if (record.has_retraction()) reads.uris.insert(record.retraction().uri());
    if (record.has_reextraction()) reads.article_ids.insert(IdOf(record.reextraction().article()));
    const v1::Extraction& extraction =
        record.has_article() ? record.article().extraction() : record.reextraction().extraction();
    for (const v1::Event& event : extraction.events()) reads.event_ids.insert(event.event_id());
  }
  return reads;
}

}  // namespace

absl::StatusOr<Applied> Applier::Apply(const std::vector<SequencedRecord>& records) {
  absl::StatusOr<Applied> applied = TryApply(records);
  if (applied.ok()) {
    position_ = applied->sequence;
    buckets_.Trim();
  } else {
    position_ = -1;
    buckets_.Clear();
  }
  return applied;
}

absl::StatusOr<Applied> Applier::TryApply(const std::vector<SequencedRecord>& records) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StateTransaction> transaction, store_.Begin());
  ASSIGN_OR_RETURN(int64_t position, transaction->reader().Sequence());
  // Somebody else has applied meanwhile.
  if (position != position_) buckets_.Clear();
  RETURN_IF_ERROR(transaction->Expect(RecordReads(records)));
  Batch batch(ontology_, *transaction, buckets_);
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
  return Applied{position, changes, batch.set_aside(),
                 records.empty() ? "" : records.back().record.traceparent()};
}

absl::StatusOr<Applied> ApplyRecords(const Ontology& ontology, StateStore& store,
                                     const std::vector<SequencedRecord>& records) {
  return Applier(ontology, store).Apply(records);
}

}  // namespace tearsheet
