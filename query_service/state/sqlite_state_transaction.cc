#include "query_service/state/sqlite_state_transaction.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/state/packed.h"
#include "query_service/state/stored_forms.h"

namespace tearsheet {

SqliteStateTransaction::~SqliteStateTransaction() {
  if (!committed_) session_.connection().Execute("ROLLBACK").IgnoreError();
  at_end_();
}

absl::Status SqliteStateTransaction::PutArticle(const StoredArticle& article, const std::string& body) {
  ASSIGN_OR_RETURN(const std::string bytes, Pack(article.bytes));
  ASSIGN_OR_RETURN(
      SqliteStatement * insert,
      session_.Use("INSERT INTO articles(article_id, uri, publish, ingest, sequence, bytes, publisher, "
                   "title) VALUES(?,?,?,?,?,?,?,?)"));
  Count(kMetaArticles, 1);
  RETURN_IF_ERROR(insert->BindText(1, article.article_id)
                      .BindText(2, article.uri)
                      .Bind(3, article.publish_nanos)
                      .Bind(4, article.ingest_nanos)
                      .Bind(5, article.sequence)
                      .BindBlob(6, bytes)
                      .BindText(7, article.publisher)
                      .BindText(8, article.title)
                      .Run());
  ASSIGN_OR_RETURN(
      SqliteStatement * words,
      session_.Use("INSERT INTO article_words(rowid, title, body) VALUES(last_insert_rowid(),?,?)"));
  return words->BindText(1, article.title).BindText(2, body).Run();
}

absl::Status SqliteStateTransaction::PutExtraction(const StoredExtraction& extraction,
                                                   const std::vector<StoredEvent>& events, bool current) {
  ASSIGN_OR_RETURN(SqliteStatement * insert, session_.Use("INSERT INTO extractions VALUES(?,?,?,?)"));
  RETURN_IF_ERROR(insert->BindText(1, extraction.article_id)
                      .Bind(2, extraction.sequence)
                      .Bind(3, extraction.ingest_nanos)
                      .BindText(4, extraction.extractor)
                      .Run());
  for (const StoredEvent& event : events) RETURN_IF_ERROR(PutEvent(event, extraction.sequence, current));
  if (!current) return absl::OkStatus();
  Count(kMetaEvents, std::ssize(events));
  ++extractors_[extraction.extractor];
  return absl::OkStatus();
}

absl::Status SqliteStateTransaction::PutEvent(const StoredEvent& event, int64_t extraction, bool current) {
  const state::v1::EventFact& fact = event.fact;
  const std::string bytes = fact.SerializeAsString();
  ASSIGN_OR_RETURN(SqliteStatement * insert,
                   session_.Use("INSERT INTO events(event_id, article_id, extraction, type, bucket, publish, "
                                "current, deal_id, fact) VALUES(?,?,?,?,?,?,?,?,?)"));
  RETURN_IF_ERROR(insert->BindText(1, fact.event().event_id())
                      .BindText(2, fact.article_id())
                      .Bind(3, extraction)
                      .BindText(4, fact.event().type())
                      .BindText(5, fact.bucket())
                      .Bind(6, fact.publish_unix_nanos())
                      .Bind(7, current ? 1 : 0)
                      .BindText(8, current ? event.deal_id : "")
                      .BindBlob(9, bytes)
                      .Run());
  const int64_t row = session_.connection().last_insert_rowid();
  for (const std::string_view entity : EntitiesOf(fact)) {
    ASSIGN_OR_RETURN(SqliteStatement * named,
                     session_.Use("INSERT OR IGNORE INTO event_entities VALUES(?,?,?,?)"));
    RETURN_IF_ERROR(named->BindText(1, entity)
                        .Bind(2, fact.publish_unix_nanos())
                        .BindText(3, fact.event().event_id())
                        .Bind(4, row)
                        .Run());
  }
  return absl::OkStatus();
}

absl::Status SqliteStateTransaction::PutLooseLinks(
    const std::set<std::pair<std::string, std::string>>& links) {
  for (const auto& [loose, bucket] : links) {
    ASSIGN_OR_RETURN(SqliteStatement * link, session_.Use("INSERT OR IGNORE INTO loose_links VALUES(?,?)"));
    RETURN_IF_ERROR(link->BindText(1, loose).BindText(2, bucket).Run());
  }
  return absl::OkStatus();
}

absl::Status SqliteStateTransaction::PutRetraction(const std::string& uri, const Retraction& retraction,
                                                   int64_t sequence) {
  ASSIGN_OR_RETURN(SqliteStatement * insert,
                   session_.Use("INSERT OR REPLACE INTO retractions VALUES(?,?,?,?)"));
  return insert->BindText(1, uri)
      .Bind(2, sequence)
      .Bind(3, retraction.retract_nanos)
      .Bind(4, retraction.ingest_nanos)
      .Run();
}

absl::Status SqliteStateTransaction::SetCurrent(const VisibleExtraction& extraction, bool current) {
  ASSIGN_OR_RETURN(
      SqliteStatement * update,
      session_.Use(current ? "UPDATE events SET current=1 WHERE article_id=? AND extraction=?"
                           : "UPDATE events SET current=0, deal_id='' WHERE article_id=? AND extraction=?"));
  RETURN_IF_ERROR(update->BindText(1, extraction.article_id).Bind(2, extraction.sequence).Run());
  const int64_t by = current ? 1 : -1;
  Count(kMetaEvents, by * session_.connection().changes());
  ASSIGN_OR_RETURN(const std::string extractor,
                   reader_.ExtractorOf(extraction.article_id, extraction.sequence));
  extractors_[extractor] += by;
  return absl::OkStatus();
}

absl::Status SqliteStateTransaction::PutEntity(const v1::Entity& entity, const std::string& extractor) {
  const std::string bytes = entity.SerializeAsString();
  ASSIGN_OR_RETURN(SqliteStatement * old,
                   session_.Use("SELECT extractor, bytes FROM entities WHERE entity_id=?"));
  old->BindText(1, entity.entity_id());
  ASSIGN_OR_RETURN(const bool known, old->Step());
  // Whatever the order of arrival, the facts of the greatest extractor version stay.
  const bool keep = known && std::pair(old->Bytes(0), old->Bytes(1)) >=
                                 std::pair<std::string_view, std::string_view>(extractor, bytes);
  old->Reset();
  if (keep) return absl::OkStatus();
  if (!known) Count(kMetaEntities, 1);
  for (const char* sql :
       {"DELETE FROM entity_names WHERE entity_id=?", "DELETE FROM entity_owners WHERE entity_id=?"}) {
    ASSIGN_OR_RETURN(SqliteStatement * remove, session_.Use(sql));
    RETURN_IF_ERROR(remove->BindText(1, entity.entity_id()).Run());
  }
  ASSIGN_OR_RETURN(SqliteStatement * put, session_.Use("INSERT OR REPLACE INTO entities VALUES(?,?,?)"));
  RETURN_IF_ERROR(put->BindText(1, entity.entity_id()).BindText(2, extractor).BindBlob(3, bytes).Run());
  for (const std::string& name : EntityNameKeys(entity)) {
    ASSIGN_OR_RETURN(SqliteStatement * named, session_.Use("INSERT OR IGNORE INTO entity_names VALUES(?,?)"));
    RETURN_IF_ERROR(named->BindText(1, name).BindText(2, entity.entity_id()).Run());
  }
  for (const std::string& owner : OwnersOf(entity)) {
    ASSIGN_OR_RETURN(SqliteStatement * owned,
                     session_.Use("INSERT OR IGNORE INTO entity_owners VALUES(?,?)"));
    RETURN_IF_ERROR(owned->BindText(1, owner).BindText(2, entity.entity_id()).Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SqliteStateTransaction::Listed>> SqliteStateTransaction::ListedDeal(
    const std::string& deal_id) {
  ASSIGN_OR_RETURN(SqliteStatement * old, session_.Use("SELECT last, companies FROM deals WHERE deal_id=?"));
  old->BindText(1, deal_id);
  ASSIGN_OR_RETURN(const bool known, old->Step());
  if (!known) return std::nullopt;
  Listed listed{old->Int(0), ReadCompanies(old->Bytes(1))};
  old->Reset();
  return listed;
}

absl::Status SqliteStateTransaction::RemoveCompany(const std::string& entity_id, int64_t last_nanos,
                                                   const std::string& deal_id) {
  ASSIGN_OR_RETURN(SqliteStatement * remove,
                   session_.Use("DELETE FROM deal_companies WHERE entity_id=? AND last=? AND deal_id=?"));
  return remove->BindText(1, entity_id).Bind(2, last_nanos).BindText(3, deal_id).Run();
}

absl::Status SqliteStateTransaction::PutDeal(const StoredDeal& deal) {
  changed_deals_.push_back(deal.deal_id);
  ASSIGN_OR_RETURN(const std::optional<Listed> old, ListedDeal(deal.deal_id));
  if (!old) Count(kMetaDeals, 1);
  const auto stays = [&](const StoredDeal::Company& company) {
    return old->last_nanos == deal.last_nanos &&
           std::any_of(deal.companies.begin(), deal.companies.end(),
                       [&](const StoredDeal::Company& now) { return now.entity_id == company.entity_id; });
  };
  for (const StoredDeal::Company& company : old ? old->companies : std::vector<StoredDeal::Company>()) {
    if (!stays(company)) RETURN_IF_ERROR(RemoveCompany(company.entity_id, old->last_nanos, deal.deal_id));
  }
  ASSIGN_OR_RETURN(
      SqliteStatement * put,
      session_.Use("INSERT INTO deals(deal_id, bucket, type, status, first, last, articles, conflict, "
                   "companies, basic, full) VALUES(?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(deal_id) DO UPDATE SET "
                   "bucket=excluded.bucket, type=excluded.type, status=excluded.status, "
                   "first=excluded.first, last=excluded.last, articles=excluded.articles, "
                   "conflict=excluded.conflict, companies=excluded.companies, basic=excluded.basic, "
                   "full=excluded.full"));
  const std::string companies = WriteCompanies(deal.companies);
  RETURN_IF_ERROR(put->BindText(1, deal.deal_id)
                      .BindText(2, deal.bucket)
                      .BindText(3, deal.type)
                      .Bind(4, deal.status)
                      .Bind(5, deal.first_nanos)
                      .Bind(6, deal.last_nanos)
                      .Bind(7, deal.article_count)
                      .Bind(8, deal.conflict ? 1 : 0)
                      .BindText(9, companies)
                      .BindBlob(10, deal.basic)
                      .BindBlob(11, deal.full)
                      .Run());
  for (const StoredDeal::Company& company : deal.companies) {
    ASSIGN_OR_RETURN(SqliteStatement * row,
                     session_.Use("INSERT OR REPLACE INTO deal_companies VALUES(?,?,?,?,?,?,?,?,?)"));
    RETURN_IF_ERROR(row->BindText(1, company.entity_id)
                        .Bind(2, deal.last_nanos)
                        .BindText(3, deal.deal_id)
                        .Bind(4, company.through_unit ? 1 : 0)
                        .BindText(5, deal.type)
                        .Bind(6, deal.status)
                        .Bind(7, deal.first_nanos)
                        .Bind(8, deal.article_count)
                        .Bind(9, deal.conflict ? 1 : 0)
                        .Run());
  }
  return absl::OkStatus();
}

absl::Status SqliteStateTransaction::RemoveDeal(const std::string& deal_id) {
  changed_deals_.push_back(deal_id);
  ASSIGN_OR_RETURN(const std::optional<Listed> old, ListedDeal(deal_id));
  if (!old) return absl::OkStatus();
  Count(kMetaDeals, -1);
  for (const StoredDeal::Company& company : old->companies)
    RETURN_IF_ERROR(RemoveCompany(company.entity_id, old->last_nanos, deal_id));
  ASSIGN_OR_RETURN(SqliteStatement * remove, session_.Use("DELETE FROM deals WHERE deal_id=?"));
  return remove->BindText(1, deal_id).Run();
}

absl::Status SqliteStateTransaction::SetDealOfEvent(const std::string& event_id, int64_t extraction,
                                                    const std::string& deal_id) {
  ASSIGN_OR_RETURN(SqliteStatement * update,
                   session_.Use("UPDATE events SET deal_id=? WHERE event_id=? AND extraction=?"));
  return update->BindText(1, deal_id).BindText(2, event_id).Bind(3, extraction).Run();
}

absl::Status SqliteStateTransaction::AddChange(const StoredChange& change) {
  if (last_change_ < 0) {
    ASSIGN_OR_RETURN(const auto range, reader_.ChangeRange());
    last_change_ = range.first;
  }
  ++last_change_;
  last_change_ingest_nanos_ = change.ingest_nanos;
  ASSIGN_OR_RETURN(const std::string old_deal, Pack(change.old_deal, change.new_deal));
  ASSIGN_OR_RETURN(const std::string new_deal, Pack(change.new_deal));
  ASSIGN_OR_RETURN(SqliteStatement * insert, session_.Use("INSERT INTO changes VALUES(?,?,?,?,?,?,?)"));
  return insert->Bind(1, last_change_)
      .Bind(2, change.sequence)
      .Bind(3, change.ingest_nanos)
      .BindText(4, change.merged_into)
      .BindBlob(5, old_deal)
      .BindBlob(6, new_deal)
      .BindText(7, WriteCompanies(change.companies))
      .Run();
}

absl::Status SqliteStateTransaction::AddSetAside(int64_t sequence, const std::string& reason) {
  ASSIGN_OR_RETURN(SqliteStatement * insert, session_.Use("INSERT OR REPLACE INTO set_aside VALUES(?,?)"));
  Count(kMetaSetAside, 1);
  return insert->Bind(1, sequence).BindText(2, reason).Run();
}

absl::Status SqliteStateTransaction::WriteCounts() {
  for (const auto& [key, by] : counts_) {
    if (by == 0) continue;
    ASSIGN_OR_RETURN(
        SqliteStatement * add,
        session_.Use(
            "INSERT INTO meta VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=value+excluded.value"));
    RETURN_IF_ERROR(add->BindText(1, key).Bind(2, by).Run());
  }
  for (const auto& [extractor, by] : extractors_) {
    ASSIGN_OR_RETURN(
        SqliteStatement * add,
        session_.Use("INSERT INTO extractors VALUES(?,?) "
                     "ON CONFLICT(extractor) DO UPDATE SET articles=articles+excluded.articles"));
    RETURN_IF_ERROR(add->BindText(1, extractor).Bind(2, by).Run());
  }
  return absl::OkStatus();
}

absl::Status SqliteStateTransaction::PruneChanges() {
  if (last_change_ < 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(SqliteStatement * last, session_.Use("INSERT OR REPLACE INTO meta VALUES(?,?)"));
  RETURN_IF_ERROR(last->BindText(1, kMetaLastChange).Bind(2, last_change_).Run());
  // Only from the old end, so that what is kept has no gaps whatever the times of the records.
  ASSIGN_OR_RETURN(
      SqliteStatement * young,
      session_.Use("SELECT number FROM changes WHERE number>? AND ingest>=? ORDER BY number LIMIT 1"));
  young->Bind(1, last_change_ - max_changes_)
      .Bind(2, last_change_ingest_nanos_ - absl::ToInt64Nanoseconds(max_change_age_));
  ASSIGN_OR_RETURN(const bool found, young->Step());
  const int64_t keep_from = found ? young->Int(0) : last_change_;
  young->Reset();
  ASSIGN_OR_RETURN(SqliteStatement * prune, session_.Use("DELETE FROM changes WHERE number<?"));
  return prune->Bind(1, keep_from).Run();
}

absl::Status SqliteStateTransaction::Commit(int64_t sequence) {
  RETURN_IF_ERROR(PruneChanges());
  RETURN_IF_ERROR(WriteCounts());
  ASSIGN_OR_RETURN(SqliteStatement * position, session_.Use("INSERT OR REPLACE INTO meta VALUES(?,?)"));
  RETURN_IF_ERROR(position->BindText(1, kMetaSequence).Bind(2, sequence).Run());
  hot_deals_.BeginCommit();
  RETURN_IF_ERROR(session_.connection().Execute("COMMIT"));
  hot_deals_.EndCommit(sequence, changed_deals_);
  committed_ = true;
  return absl::OkStatus();
}

}  // namespace tearsheet
