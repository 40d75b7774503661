#include "query_service/state/postgres_state_transaction.h"

#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/state/packed.h"
#include "query_service/state/stored_forms.h"

namespace tearsheet {

PostgresStateTransaction::~PostgresStateTransaction() {
  if (!committed_ && !session_.connection->broken()) {
    session_.connection->Finish().IgnoreError();
    session_.connection->Query("ROLLBACK").IgnoreError();
  }
  at_end_();
}

absl::Status PostgresStateTransaction::PutArticle(const StoredArticle& article, const std::string& body) {
  ASSIGN_OR_RETURN(const auto words, session_.words->WordsOf(article.title, body));
  PostgresValues values;
  values.Text(article.article_id)
      .Text(article.uri)
      .Int(article.publish_nanos)
      .Int(article.ingest_nanos)
      .Int(article.sequence)
      .Text(article.publisher)
      .Text(article.title)
      .Bytes(article.bytes);
  ++counts_[kMetaArticles];
  reader_.WroteArticle(article.article_id, article.uri);
  if (words) {
    Queue("INSERT INTO articles VALUES($1,$2,$3,$4,$5,$6,$7,$8,array_to_tsvector($9))", values.Texts(*words));
  } else {
    Queue("INSERT INTO articles VALUES($1,$2,$3,$4,$5,$6,$7,$8,NULL)", values);
  }
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::FlushWhenFull() {
  return rows_.full() ? rows_.Flush() : absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutExtraction(const StoredExtraction& extraction,
                                                     const std::vector<StoredEvent>& events, bool current) {
  rows_.AddExtraction(extraction);
  for (const StoredEvent& event : events)
    rows_.AddEvent(event, extraction.sequence, current, current ? event.deal_id : "");
  reader_.WroteExtraction(extraction, events);
  if (current) {
    counts_[kMetaEvents] += std::ssize(events);
    ++articles_of_extractor_[extraction.extractor];
  }
  return FlushWhenFull();
}

absl::Status PostgresStateTransaction::PutLooseLinks(
    const std::set<std::pair<std::string, std::string>>& links) {
  if (links.empty()) return absl::OkStatus();
  reader_.WroteLooseLinks();
  std::vector<std::string> loose;
  std::vector<std::string> buckets;
  for (const auto& [key, bucket] : links) {
    loose.push_back(key);
    buckets.push_back(bucket);
  }
  Queue("INSERT INTO loose_links SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
        PostgresValues().Keys(loose).Keys(buckets));
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutRetraction(const std::string& uri, const Retraction& retraction,
                                                     int64_t sequence) {
  reader_.WroteRetraction(uri);
  Queue(
      "INSERT INTO retractions VALUES($1,$2,$3,$4) ON CONFLICT (sequence) DO UPDATE SET "
      "uri=excluded.uri, retract=excluded.retract, ingest=excluded.ingest",
      PostgresValues().Text(uri).Int(sequence).Int(retraction.retract_nanos).Int(retraction.ingest_nanos));
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::SetCurrent(const VisibleExtraction& extraction, bool current) {
  reader_.WroteEvents();
  rows_.SetCurrent(extraction, current);
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutEntity(const v1::Entity& entity, const std::string& extractor) {
  rows_.PutEntity(entity, extractor);
  return FlushWhenFull();
}

absl::Status PostgresStateTransaction::PutDeal(const StoredDeal& deal) {
  rows_.PutDeal(deal);
  return FlushWhenFull();
}

absl::Status PostgresStateTransaction::RemoveDeal(const std::string& deal_id) {
  RETURN_IF_ERROR(rows_.Flush());
  Queue("DELETE FROM deal_companies WHERE deal_id=$1", PostgresValues().Text(deal_id));
  Queue("DELETE FROM deals WHERE deal_id=$1", PostgresValues().Text(deal_id),
        [this](const PostgresResult& result) {
          counts_[kMetaDeals] -= result.affected();
          return absl::OkStatus();
        });
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::SetDealOfEvent(const std::string& event_id, int64_t extraction,
                                                      const std::string& deal_id) {
  reader_.WroteEvents();
  rows_.SetDealOfEvent(event_id, extraction, deal_id);
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::AddChange(const StoredChange& change) {
  if (last_change_ < 0) {
    ASSIGN_OR_RETURN(const auto range, reader_.ChangeRange());
    last_change_ = range.first;
  }
  StoredChange numbered = change;
  numbered.number = ++last_change_;
  last_change_ingest_nanos_ = change.ingest_nanos;
  ASSIGN_OR_RETURN(numbered.old_deal, Pack(change.old_deal, change.new_deal));
  ASSIGN_OR_RETURN(numbered.new_deal, Pack(change.new_deal));
  rows_.AddChange(numbered);
  return FlushWhenFull();
}

absl::Status PostgresStateTransaction::AddSetAside(int64_t sequence, const std::string& reason) {
  ++counts_[kMetaSetAside];
  Queue("INSERT INTO set_aside VALUES($1,$2) ON CONFLICT (sequence) DO UPDATE SET reason=excluded.reason",
        PostgresValues().Int(sequence).Text(reason));
  return absl::OkStatus();
}

void PostgresStateTransaction::PruneChanges() {
  if (last_change_ < 0) return;
  // Only from the old end, so that what is kept has no gaps whatever the times of the records.
  Queue(
      "DELETE FROM changes WHERE number < coalesce("
      "(SELECT number FROM changes WHERE number>$1 AND ingest>=$2 ORDER BY number LIMIT 1), $3)",
      PostgresValues()
          .Int(last_change_ - options_.max_changes)
          .Int(last_change_ingest_nanos_ - absl::ToInt64Nanoseconds(options_.max_change_age))
          .Int(last_change_));
}

absl::Status PostgresStateTransaction::Commit(int64_t sequence) {
  RETURN_IF_ERROR(rows_.Flush());
  PruneChanges();
  // The counters are complete once all writes have answered.
  RETURN_IF_ERROR(session_.connection->Finish());
  counts_[kMetaDeals] += rows_.new_deals();
  counts_[kMetaEntities] += rows_.new_entities();
  counts_[kMetaEvents] += rows_.more_events();
  for (const auto& [extractor, by] : rows_.more_articles()) articles_of_extractor_[extractor] += by;
  constexpr char kSet[] =
      "INSERT INTO meta VALUES($1,$2) ON CONFLICT (key) DO UPDATE SET value=excluded.value";
  constexpr char kAdd[] =
      "INSERT INTO meta VALUES($1,$2) ON CONFLICT (key) DO UPDATE SET value=meta.value+excluded.value";
  for (const auto& [key, by] : counts_) {
    if (by != 0) Queue(kAdd, PostgresValues().Text(key).Int(by));
  }
  for (const auto& [extractor, by] : articles_of_extractor_) {
    if (by == 0) continue;
    Queue(
        "INSERT INTO extractors VALUES($1,$2) "
        "ON CONFLICT (extractor) DO UPDATE SET articles=extractors.articles+excluded.articles",
        PostgresValues().Text(extractor).Int(by));
  }
  if (last_change_ >= 0) Queue(kSet, PostgresValues().Text(kMetaLastChange).Int(last_change_));
  Queue(kSet, PostgresValues().Text(kMetaSequence).Int(sequence));
  Queue("SELECT pg_notify($1, $2)", PostgresValues().Text(options_.channel).Text(absl::StrCat(sequence)));
  // PostgreSQL answers a COMMIT after an error with ROLLBACK; the error is then that of Finish.
  Queue("COMMIT", PostgresValues());
  RETURN_IF_ERROR(session_.connection->Finish());
  committed_ = true;
  return absl::OkStatus();
}

}  // namespace tearsheet
