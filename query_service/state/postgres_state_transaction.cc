#include "query_service/state/postgres_state_transaction.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
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
  if (words) {
    Queue("INSERT INTO articles VALUES($1,$2,$3,$4,$5,$6,$7,$8,array_to_tsvector($9))", values.Texts(*words));
  } else {
    Queue("INSERT INTO articles VALUES($1,$2,$3,$4,$5,$6,$7,$8,NULL)", values);
  }
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutExtraction(const StoredExtraction& extraction,
                                                     const std::vector<StoredEvent>& events, bool current) {
  Queue("INSERT INTO extractions VALUES($1,$2,$3,$4)", PostgresValues()
                                                           .Text(extraction.article_id)
                                                           .Int(extraction.sequence)
                                                           .Int(extraction.ingest_nanos)
                                                           .Text(extraction.extractor));
  for (const StoredEvent& event : events) {
    const state::v1::EventFact& fact = event.fact;
    const std::vector<std::string_view> entities = EntitiesOf(fact);
    Queue(
        "WITH named AS (INSERT INTO event_entities SELECT unnest($8::text[]), $6, $1, $2 "
        "ON CONFLICT DO NOTHING) "
        "INSERT INTO events VALUES($1,$2,$3,$4,$5,$6,$9,$10,$7)",
        PostgresValues()
            .Text(fact.event().event_id())
            .Int(extraction.sequence)
            .Text(fact.article_id())
            .Text(fact.event().type())
            .Key(fact.bucket())
            .Int(fact.publish_unix_nanos())
            .Bytes(fact.SerializeAsString())
            .Keys({entities.begin(), entities.end()})
            .Bool(current)
            .Text(current ? event.deal_id : ""));
  }
  if (!current) return absl::OkStatus();
  counts_[kMetaEvents] += std::ssize(events);
  ++articles_of_extractor_[extraction.extractor];
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutLooseLinks(
    const std::set<std::pair<std::string, std::string>>& links) {
  if (links.empty()) return absl::OkStatus();
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
  Queue(
      "INSERT INTO retractions VALUES($1,$2,$3,$4) ON CONFLICT (sequence) DO UPDATE SET "
      "uri=excluded.uri, retract=excluded.retract, ingest=excluded.ingest",
      PostgresValues().Text(uri).Int(sequence).Int(retraction.retract_nanos).Int(retraction.ingest_nanos));
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::SetCurrent(const VisibleExtraction& extraction, bool current) {
  const int64_t by = current ? 1 : -1;
  Queue(current ? "UPDATE events SET current=true WHERE article_id=$1 AND extraction=$2"
                : "UPDATE events SET current=false, deal_id='' WHERE article_id=$1 AND extraction=$2",
        PostgresValues().Text(extraction.article_id).Int(extraction.sequence),
        [this, by](const PostgresResult& result) {
          counts_[kMetaEvents] += by * result.affected();
          return absl::OkStatus();
        });
  Queue("SELECT extractor FROM extractions WHERE article_id=$1 AND sequence=$2",
        PostgresValues().Text(extraction.article_id).Int(extraction.sequence),
        [this, by](const PostgresResult& rows) {
          articles_of_extractor_[rows.rows() == 0 ? "" : rows.String(0, 0)] += by;
          return absl::OkStatus();
        });
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutEntity(const v1::Entity& entity, const std::string& extractor) {
  // Whatever the order of arrival, the facts of the greatest extractor version stay; names and owners follow
  // the row.
  Queue(
      "WITH put AS (INSERT INTO entities VALUES($1,$2,$3) ON CONFLICT (entity_id) DO UPDATE "
      "SET extractor=excluded.extractor, bytes=excluded.bytes "
      "WHERE (entities.extractor, entities.bytes) < (excluded.extractor, excluded.bytes) "
      "RETURNING entity_id, xmax=0 AS new), "
      "names AS (INSERT INTO entity_names SELECT unnest($4::text[]), entity_id FROM put "
      "ON CONFLICT DO NOTHING), "
      "owners AS (INSERT INTO entity_owners SELECT unnest($5::text[]), entity_id FROM put "
      "ON CONFLICT DO NOTHING), "
      "old_names AS (DELETE FROM entity_names n USING put WHERE n.entity_id=put.entity_id AND NOT put.new "
      "AND n.name <> ALL($4::text[])), "
      "old_owners AS (DELETE FROM entity_owners o USING put WHERE o.entity_id=put.entity_id AND NOT put.new "
      "AND o.owner <> ALL($5::text[])) "
      "SELECT new FROM put",
      PostgresValues()
          .Key(entity.entity_id())
          .Text(extractor)
          .Bytes(entity.SerializeAsString())
          .Keys(EntityNameKeys(entity))
          .Keys(OwnersOf(entity)),
      [this](const PostgresResult& rows) {
        if (rows.rows() > 0 && rows.Bool(0, 0)) ++counts_[kMetaEntities];
        return absl::OkStatus();
      });
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::PutDeal(const StoredDeal& deal) {
  Queue(
      "INSERT INTO deals VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (deal_id) DO UPDATE SET "
      "bucket=excluded.bucket, type=excluded.type, status=excluded.status, first=excluded.first, "
      "last=excluded.last, articles=excluded.articles, conflict=excluded.conflict, basic=excluded.basic, "
      "full_view=excluded.full_view RETURNING xmax=0",
      PostgresValues()
          .Text(deal.deal_id)
          .Key(deal.bucket)
          .Text(deal.type)
          .Int(deal.status)
          .Int(deal.first_nanos)
          .Int(deal.last_nanos)
          .Int(deal.article_count)
          .Bool(deal.conflict)
          .Bytes(deal.basic)
          .Bytes(deal.full),
      [this](const PostgresResult& rows) {
        if (rows.Bool(0, 0)) ++counts_[kMetaDeals];
        return absl::OkStatus();
      });
  PutCompanies(deal);
  return absl::OkStatus();
}

void PostgresStateTransaction::PutCompanies(const StoredDeal& deal) {
  std::vector<std::string> entities;
  std::vector<bool> through_unit;
  for (const StoredDeal::Company& company : deal.companies) {
    entities.push_back(company.entity_id);
    through_unit.push_back(company.through_unit);
  }
  Queue("DELETE FROM deal_companies WHERE deal_id=$1 AND entity_id <> ALL($2::text[])",
        PostgresValues().Text(deal.deal_id).Keys(entities));
  Queue(
      "INSERT INTO deal_companies(entity_id, through_unit, deal_id, type, status, first, last, articles, "
      "conflict) SELECT c.*, $3, $4, $5, $6, $7, $8, $9 FROM unnest($1::text[], $2::boolean[]) c "
      "ON CONFLICT (deal_id, entity_id) DO UPDATE SET through_unit=excluded.through_unit, "
      "type=excluded.type, status=excluded.status, first=excluded.first, last=excluded.last, "
      "articles=excluded.articles, conflict=excluded.conflict",
      PostgresValues()
          .Keys(entities)
          .Bools(through_unit)
          .Text(deal.deal_id)
          .Text(deal.type)
          .Int(deal.status)
          .Int(deal.first_nanos)
          .Int(deal.last_nanos)
          .Int(deal.article_count)
          .Bool(deal.conflict));
}

absl::Status PostgresStateTransaction::RemoveDeal(const std::string& deal_id) {
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
  Queue("UPDATE events SET deal_id=$3 WHERE event_id=$1 AND extraction=$2",
        PostgresValues().Text(event_id).Int(extraction).Text(deal_id));
  return absl::OkStatus();
}

absl::Status PostgresStateTransaction::AddChange(const StoredChange& change) {
  if (last_change_ < 0) {
    ASSIGN_OR_RETURN(const auto range, reader_.ChangeRange());
    last_change_ = range.first;
  }
  ++last_change_;
  last_change_ingest_nanos_ = change.ingest_nanos;
  Queue("INSERT INTO changes VALUES($1,$2,$3,$4,$5,$6,$7)", PostgresValues()
                                                                .Int(last_change_)
                                                                .Int(change.sequence)
                                                                .Int(change.ingest_nanos)
                                                                .Text(change.merged_into)
                                                                .Bytes(change.old_deal)
                                                                .Bytes(change.new_deal)
                                                                .Text(WriteCompanies(change.companies)));
  return absl::OkStatus();
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
  PruneChanges();
  // The counters are complete once all writes have answered.
  RETURN_IF_ERROR(session_.connection->Finish());
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
