#include "query_service/state/postgres_rows.h"

#include <set>

#include "common/status_macros.h"
#include "query_service/state/stored_forms.h"

namespace tearsheet {
namespace {

constexpr size_t kMaxBytes = 16 << 20;

}  // namespace

bool PostgresRows::full() const { return bytes_ > kMaxBytes; }

void PostgresRows::AddExtraction(const StoredExtraction& extraction) {
  extractions_.article_ids.push_back(extraction.article_id);
  extractions_.sequences.push_back(extraction.sequence);
  extractions_.ingest.push_back(extraction.ingest_nanos);
  extractions_.extractors.push_back(extraction.extractor);
}

void PostgresRows::AddEvent(const StoredEvent& event, int64_t extraction, bool current,
                            const std::string& deal_id) {
  const state::v1::EventFact& fact = event.fact;
  const std::string& id = fact.event().event_id();
  events_.ids.push_back(id);
  events_.extractions.push_back(extraction);
  events_.article_ids.push_back(fact.article_id());
  events_.types.push_back(fact.event().type());
  events_.buckets.push_back(fact.bucket());
  events_.publish.push_back(fact.publish_unix_nanos());
  events_.current.push_back(current);
  events_.deal_ids.push_back(deal_id);
  bytes_ += events_.facts.emplace_back(fact.SerializeAsString()).size();
  for (const std::string_view entity_id : EntitiesOf(fact)) {
    event_entities_.entity_ids.emplace_back(entity_id);
    event_entities_.publish.push_back(fact.publish_unix_nanos());
    event_entities_.event_ids.push_back(id);
    event_entities_.extractions.push_back(extraction);
  }
}

void PostgresRows::SetCurrent(const VisibleExtraction& extraction, bool current) {
  // Whoever no longer counts leaves the deal that was set before.
  if (current_.contains(extraction) || !deals_of_events_.empty()) {
    FlushEvents();
    FlushCurrent();
    FlushDealsOfEvents();
  }
  current_[extraction] = current;
}

void PostgresRows::SetDealOfEvent(const std::string& event_id, int64_t extraction,
                                  const std::string& deal_id) {
  deals_of_events_[{event_id, extraction}] = deal_id;
}

void PostgresRows::PutEntity(const v1::Entity& entity, const std::string& extractor) {
  Entity put{extractor, entity.SerializeAsString(), EntityNameKeys(entity), OwnersOf(entity)};
  bytes_ += put.bytes.size();
  Entity& known = entities_[PostgresKey(entity.entity_id())];
  if (known.names.empty() || put.NewerThan(known)) known = std::move(put);
}

void PostgresRows::PutDeal(const StoredDeal& deal) {
  bytes_ += deal.full.size() + deal.basic.size();
  deals_[PostgresText(deal.deal_id)] = deal;
}

void PostgresRows::AddChange(const StoredChange& change) {
  bytes_ += change.old_deal.size() + change.new_deal.size();
  changes_.numbers.push_back(change.number);
  changes_.sequences.push_back(change.sequence);
  changes_.ingest.push_back(change.ingest_nanos);
  changes_.merged_into.push_back(change.merged_into);
  changes_.old_deals.push_back(change.old_deal);
  changes_.new_deals.push_back(change.new_deal);
  changes_.companies.push_back(WriteCompanies(change.companies));
}

absl::Status PostgresRows::Flush() {
  FlushEvents();
  FlushCurrent();
  FlushDealsOfEvents();
  FlushDeals();
  FlushChanges();
  bytes_ = 0;
  return FlushEntities();
}

void PostgresRows::FlushEvents() {
  if (!extractions_.article_ids.empty()) {
    const Extractions rows = std::exchange(extractions_, {});
    connection_.Queue(
        "INSERT INTO extractions SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])",
        PostgresValues()
            .Texts(rows.article_ids)
            .Ints(rows.sequences)
            .Ints(rows.ingest)
            .Texts(rows.extractors));
  }
  if (events_.ids.empty()) return;
  const Events rows = std::exchange(events_, {});
  connection_.Queue(
      "INSERT INTO events SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], "
      "$5::text[], $6::bigint[], $7::boolean[], $8::text[], $9::bytea[])",
      PostgresValues()
          .Texts(rows.ids)
          .Ints(rows.extractions)
          .Texts(rows.article_ids)
          .Texts(rows.types)
          .Keys(rows.buckets)
          .Ints(rows.publish)
          .Bools(rows.current)
          .Texts(rows.deal_ids)
          .Blobs(rows.facts));
  const EventEntities named = std::exchange(event_entities_, {});
  connection_.Queue(
      "INSERT INTO event_entities SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[]) "
      "ON CONFLICT DO NOTHING",
      PostgresValues()
          .Keys(named.entity_ids)
          .Ints(named.publish)
          .Texts(named.event_ids)
          .Ints(named.extractions));
}

void PostgresRows::FlushCurrent() {
  if (current_.empty()) return;
  std::vector<std::string> article_ids;
  std::vector<int64_t> sequences;
  std::vector<bool> current;
  for (const auto& [extraction, counts] : current_) {
    article_ids.push_back(extraction.article_id);
    sequences.push_back(extraction.sequence);
    current.push_back(counts);
  }
  current_.clear();
  const PostgresValues values = PostgresValues().Texts(article_ids).Ints(sequences).Bools(current);
  connection_.Queue(
      "UPDATE events SET current=u.current, deal_id=CASE WHEN u.current THEN deal_id ELSE '' END "
      "FROM unnest($1::text[], $2::bigint[], $3::boolean[]) u(article_id, sequence, current) "
      "WHERE events.article_id=u.article_id AND events.extraction=u.sequence RETURNING u.current",
      values, [this](const PostgresResult& rows) {
        for (int row = 0; row < rows.rows(); ++row) more_events_ += rows.Bool(row, 0) ? 1 : -1;
        return absl::OkStatus();
      });
  connection_.Queue(
      "SELECT coalesce(x.extractor, ''), u.current "
      "FROM unnest($1::text[], $2::bigint[], $3::boolean[]) u(article_id, sequence, current) "
      "LEFT JOIN extractions x ON x.article_id=u.article_id AND x.sequence=u.sequence",
      values, [this](const PostgresResult& rows) {
        for (int row = 0; row < rows.rows(); ++row)
          more_articles_[rows.String(row, 0)] += rows.Bool(row, 1) ? 1 : -1;
        return absl::OkStatus();
      });
}

void PostgresRows::FlushDealsOfEvents() {
  if (deals_of_events_.empty()) return;
  std::vector<std::string> ids;
  std::vector<int64_t> extractions;
  std::vector<std::string> deal_ids;
  for (const auto& [event, deal_id] : deals_of_events_) {
    ids.push_back(event.first);
    extractions.push_back(event.second);
    deal_ids.push_back(deal_id);
  }
  deals_of_events_.clear();
  connection_.Queue(
      "UPDATE events SET deal_id=u.deal_id "
      "FROM unnest($1::text[], $2::bigint[], $3::text[]) u(event_id, extraction, deal_id) "
      "WHERE events.event_id=u.event_id AND events.extraction=u.extraction",
      PostgresValues().Texts(ids).Ints(extractions).Texts(deal_ids));
}

absl::StatusOr<std::vector<std::string>> PostgresRows::DropOldEntities() {
  std::vector<std::string> ids;
  ids.reserve(entities_.size());
  for (const auto& [id, entity] : entities_) ids.push_back(id);
  ASSIGN_OR_RETURN(const PostgresResult rows,
                   connection_.Query("SELECT entity_id, extractor, bytes FROM entities "
                                     "WHERE entity_id = ANY($1::text[])",
                                     PostgresValues().Keys(ids)));
  std::vector<std::string> replaced;
  for (int row = 0; row < rows.rows(); ++row) {
    const auto put = entities_.find(rows.String(row, 0));
    if (put == entities_.end()) continue;
    if (put->second.NewerThan({rows.String(row, 1), rows.String(row, 2), {}, {}})) {
      replaced.push_back(put->first);
    } else {
      entities_.erase(put);
    }
  }
  return replaced;
}

absl::Status PostgresRows::FlushEntities() {
  if (entities_.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> replaced, DropOldEntities());
  std::vector<std::string> ids;
  std::vector<std::string> extractors;
  std::vector<std::string> bytes;
  std::vector<std::string> names;
  std::vector<std::string> named;
  std::vector<std::string> owners;
  std::vector<std::string> owned;
  for (auto& [id, entity] : std::exchange(entities_, {})) {
    ids.push_back(id);
    extractors.push_back(entity.extractor);
    bytes.push_back(entity.bytes);
    names.insert(names.end(), entity.names.begin(), entity.names.end());
    named.insert(named.end(), entity.names.size(), id);
    owners.insert(owners.end(), entity.owners.begin(), entity.owners.end());
    owned.insert(owned.end(), entity.owners.size(), id);
  }
  if (ids.empty()) return absl::OkStatus();
  new_entities_ += std::ssize(ids) - std::ssize(replaced);
  if (!replaced.empty()) {
    const PostgresValues old = PostgresValues().Keys(replaced);
    connection_.Queue("DELETE FROM entity_names WHERE entity_id = ANY($1::text[])", old);
    connection_.Queue("DELETE FROM entity_owners WHERE entity_id = ANY($1::text[])", old);
  }
  connection_.Queue(
      "INSERT INTO entities SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) "
      "ON CONFLICT (entity_id) DO UPDATE SET extractor=excluded.extractor, bytes=excluded.bytes",
      PostgresValues().Keys(ids).Texts(extractors).Blobs(bytes));
  connection_.Queue(
      "INSERT INTO entity_names SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
      PostgresValues().Keys(names).Keys(named));
  if (!owners.empty())
    connection_.Queue(
        "INSERT INTO entity_owners SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
        PostgresValues().Keys(owners).Keys(owned));
  return absl::OkStatus();
}

void PostgresRows::FlushDeals() {
  if (deals_.empty()) return;
  std::vector<std::string> ids;
  std::vector<std::string> buckets;
  std::vector<std::string> types;
  std::vector<int64_t> statuses;
  std::vector<int64_t> first;
  std::vector<int64_t> last;
  std::vector<int64_t> articles;
  std::vector<bool> conflicts;
  std::vector<std::string> basic;
  std::vector<std::string> full;
  for (const auto& [id, deal] : deals_) {
    ids.push_back(id);
    buckets.push_back(deal.bucket);
    types.push_back(deal.type);
    statuses.push_back(deal.status);
    first.push_back(deal.first_nanos);
    last.push_back(deal.last_nanos);
    articles.push_back(deal.article_count);
    conflicts.push_back(deal.conflict);
    basic.push_back(deal.basic);
    full.push_back(deal.full);
  }
  connection_.Queue(
      "WITH put AS (INSERT INTO deals SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], "
      "$5::bigint[], $6::bigint[], $7::bigint[], $8::boolean[], $9::bytea[], $10::bytea[]) "
      "ON CONFLICT (deal_id) DO UPDATE SET bucket=excluded.bucket, type=excluded.type, "
      "status=excluded.status, first=excluded.first, last=excluded.last, articles=excluded.articles, "
      "conflict=excluded.conflict, basic=excluded.basic, full_view=excluded.full_view "
      "RETURNING xmax=0 AS new) SELECT count(*) FROM put WHERE new",
      PostgresValues()
          .Texts(ids)
          .Keys(buckets)
          .Texts(types)
          .Ints(statuses)
          .Ints(first)
          .Ints(last)
          .Ints(articles)
          .Bools(conflicts)
          .Blobs(basic)
          .Blobs(full),
      [this](const PostgresResult& rows) {
        new_deals_ += rows.Int(0, 0);
        return absl::OkStatus();
      });
  connection_.Queue("DELETE FROM deal_companies WHERE deal_id = ANY($1::text[])",
                    PostgresValues().Texts(ids));
  FlushCompanies();
  deals_.clear();
}

void PostgresRows::FlushCompanies() {
  std::vector<std::string> ids;
  std::vector<std::string> entities;
  std::vector<bool> through_unit;
  for (const auto& [id, deal] : deals_) {
    std::set<std::string> seen;
    for (const StoredDeal::Company& company : deal.companies) {
      const auto [key, added] = seen.insert(PostgresKey(company.entity_id));
      if (!added) continue;
      ids.push_back(id);
      entities.push_back(*key);
      through_unit.push_back(company.through_unit);
    }
  }
  if (ids.empty()) return;
  connection_.Queue(
      "INSERT INTO deal_companies(deal_id, entity_id, through_unit, type, status, first, last, articles, "
      "conflict) SELECT c.deal_id, c.entity_id, c.through_unit, d.type, d.status, d.first, d.last, "
      "d.articles, d.conflict FROM unnest($1::text[], $2::text[], $3::boolean[]) "
      "c(deal_id, entity_id, through_unit) JOIN deals d ON d.deal_id=c.deal_id",
      PostgresValues().Texts(ids).Keys(entities).Bools(through_unit));
}

void PostgresRows::FlushChanges() {
  if (changes_.numbers.empty()) return;
  const Changes rows = std::exchange(changes_, {});
  connection_.Queue(
      "INSERT INTO changes SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], "
      "$5::bytea[], $6::bytea[], $7::text[])",
      PostgresValues()
          .Ints(rows.numbers)
          .Ints(rows.sequences)
          .Ints(rows.ingest)
          .Texts(rows.merged_into)
          .Blobs(rows.old_deals)
          .Blobs(rows.new_deals)
          .Texts(rows.companies));
}

}  // namespace tearsheet
