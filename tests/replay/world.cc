#include "tests/replay/world.h"

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;

const absl::Time kStart = absl::FromUnixSeconds(1'760'000'000);

// A thing in the world that articles tell of.
struct Truth {
  std::string type;
  // Role and company, by number.
  std::vector<std::pair<std::string, int>> parties;
  int64_t amount = 0;
  int stage = 0;
};

const v1::Status kStages[] = {v1::RUMORED,        v1::EARLY_TALKS, v1::TALKS,
                              v1::ADVANCED_TALKS, v1::AGREED,      v1::COMPLETED};

class World {
 public:
  explicit World(const WorldOptions& options) : options_(options), random_(options.seed) {}

  std::vector<LogRecord> Make() {
    for (int i = 0; i < options_.deals; ++i) truths_.push_back(MakeTruth());
    for (int i = 0; i < options_.articles; ++i) MakeArticle(i);
    std::vector<LogRecord> records = std::move(records_);
    for (size_t i = 0; i < records.size(); ++i)
      *records[i].mutable_ingest_time() =
          TimeToProto(kStart + absl::Hours(24 * 400) + absl::Minutes(static_cast<int64_t>(i)));
    return records;
  }

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  bool Percent(int percent) { return Below(100) < percent; }

  std::string Company(int number) { return absl::StrCat("org/c", number); }
  // Every third company is a unit of the one before it.
  int Parent(int number) { return number % 3 == 2 ? number - 1 : -1; }

  Truth MakeTruth() {
    const int a = Below(options_.companies);
    const int b = (a + 1 + Below(options_.companies - 1)) % options_.companies;
    Truth truth;
    truth.amount = (1 + Below(20)) * int64_t{500'000'000};
    switch (Below(5)) {
      case 0:
        truth.type = "INVESTMENT";
        truth.parties = {{"INVESTOR", a}, {"INVESTEE", b}};
        break;
      case 1:
        truth.type = "ACQUISITION";
        truth.parties = {{"ACQUIRER", a}, {"TARGET", b}};
        break;
      case 2:
        truth.type = "CONTRACT";
        truth.parties = {{"SUPPLIER", a}, {"CUSTOMER", b}};
        break;
      case 3:
        truth.type = "PARTNERSHIP";
        truth.parties = {{"PARTNER", a}, {"PARTNER", b}};
        break;
      default:
        truth.type = "STAKE";
        truth.parties = {{"HOLDER", a}, {"COMPANY", b}};
        break;
    }
    return truth;
  }

  void AddParticipant(v1::Event& event, const std::string& role, int company) {
    auto& participant = *event.add_participants();
    participant.set_role(role);
    participant.set_entity_id(Company(company));
    participant.set_name(absl::StrCat("Company ", company));
  }

  void SetAmount(v1::Event& event, int64_t amount) {
    event.mutable_amount()->set_currency(Percent(90) ? "USD" : "EUR");
    const std::string text = absl::StrCat(Percent(85) ? amount : amount * 2);
    const int form = Below(4);
    if (form != 1) event.mutable_amount()->set_low(text);
    if (form != 2) event.mutable_amount()->set_high(text);
    event.mutable_amount()->set_approximate(form == 3);
  }

  void Attribute(v1::Event& event, const std::string& publisher, const Truth& truth) {
    auto& link = *event.add_attribution();
    link.set_kind(v1::PUBLISHER);
    link.set_name(publisher);
    const int form = Below(4);
    if (form == 0) return;
    auto& cited = *event.add_attribution();
    cited.set_kind(form == 1 ? v1::PARTY : v1::OUTLET);
    cited.set_name(form == 1 ? absl::StrCat("Company ", truth.parties[0].second)
                             : absl::StrCat("Outlet ", Below(3)));
  }

  v1::Event MakeEvent(const std::string& id, const std::string& publisher, Truth& truth) {
    v1::Event event;
    event.set_event_id(id);
    event.set_type(truth.type);
    if (Percent(30)) truth.stage = std::min(truth.stage + 1, static_cast<int>(std::size(kStages)) - 1);
    event.set_status(Percent(10) ? v1::DENIED : Percent(8) ? v1::TERMINATED : kStages[truth.stage]);
    event.set_certainty(v1::ASSERTED);
    const bool can_lack =
        truth.type == "INVESTMENT" || truth.type == "ACQUISITION" || truth.type == "CONTRACT";
    const int lacking = can_lack && Percent(25) ? (truth.type == "INVESTMENT" ? 0 : Below(2)) : -1;
    for (int i = 0; i < 2; ++i) {
      if (i != lacking) AddParticipant(event, truth.parties[i].first, truth.parties[i].second);
    }
    if (Percent(70)) SetAmount(event, truth.amount);
    Attribute(event, publisher, truth);
    event.add_evidence()->set_quote("A sentence.");
    return event;
  }

  void AddEntities(v1::Extraction& extraction) {
    std::set<int> companies;
    for (const v1::Event& event : extraction.events()) {
      for (const auto& participant : event.participants()) {
        int number = std::stoi(participant.entity_id().substr(5));
        companies.insert(number);
        if (Parent(number) >= 0) companies.insert(Parent(number));
      }
    }
    for (const int number : companies) {
      auto& entity = *extraction.add_entities();
      entity.set_entity_id(Company(number));
      entity.set_kind(v1::ENTITY_KIND_ORGANISATION);
      entity.set_name(absl::StrCat("Company ", number));
      if (Parent(number) >= 0) entity.set_parent_id(Company(Parent(number)));
    }
  }

  v1::Extraction MakeExtraction(const std::string& article_id, const std::string& uri,
                                const std::string& publisher, int version) {
    v1::Extraction extraction;
    extraction.set_article_id(article_id);
    extraction.set_uri(uri);
    extraction.set_extractor(absl::StrCat("world/", version));
    const int events = 1 + Below(3);
    std::set<int> told;
    for (int i = 0; i < events; ++i) {
      const int deal = Below(options_.deals);
      if (!told.insert(deal).second) continue;
      const std::string id = absl::StrCat("e-", article_id, "-", version, "-", i);
      *extraction.add_events() = MakeEvent(id, publisher, truths_[deal]);
      if (i > 0 && Percent(30)) {
        v1::Event& event = *extraction.mutable_events(extraction.events_size() - 1);
        event.set_certainty(v1::CONDITIONAL);
        event.set_status(v1::TALKS);
      }
    }
    AddEntities(extraction);
    return extraction;
  }

  void MakeRecord(const std::string& article_id, const std::string& uri, absl::Time time) {
    const std::string publisher = absl::StrCat("Publisher ", Below(4));
    LogRecord record;
    record.set_record_id(article_id);
    auto& article = *record.mutable_article()->mutable_article();
    article.set_name(absl::StrCat("articles/", article_id));
    article.set_uri(uri);
    article.mutable_publisher()->set_name(publisher);
    article.set_body("A sentence.");
    *article.mutable_publish_time() = TimeToProto(time);
    *record.mutable_article()->mutable_extraction() = MakeExtraction(article_id, uri, publisher, 1);
    records_.push_back(record);
    if (!Percent(options_.reextractions)) return;
    LogRecord again;
    again.set_record_id(absl::StrCat("again/", article_id));
    again.mutable_reextraction()->set_article(article.name());
    *again.mutable_reextraction()->mutable_extraction() = MakeExtraction(article_id, uri, publisher, 2);
    records_.push_back(again);
  }

  void MakeArticle(int number) {
    const std::string uri = absl::StrCat("https://world.example/", number);
    const absl::Time time = kStart + absl::Hours(7 * number);
    MakeRecord(absl::StrCat("a", number), uri, time);
    if (Percent(options_.revisions)) MakeRecord(absl::StrCat("a", number, "r"), uri, time + absl::Hours(30));
    if (Percent(options_.retractions)) {
      LogRecord record;
      record.set_record_id(absl::StrCat("retraction/", number));
      record.mutable_retraction()->set_uri(uri);
      *record.mutable_retraction()->mutable_retract_time() = TimeToProto(time + absl::Hours(10 + Below(60)));
      records_.push_back(record);
    }
  }

  const WorldOptions options_;
  std::mt19937_64 random_;
  std::vector<Truth> truths_;
  std::vector<LogRecord> records_;
};

}  // namespace

std::vector<LogRecord> MakeWorld(const WorldOptions& options) { return World(options).Make(); }

std::vector<LogRecord> Shuffled(std::vector<LogRecord> records, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::shuffle(records.begin(), records.end(), random);
  // A re-extraction comes after its article.
  std::vector<LogRecord> ordered;
  std::vector<LogRecord> waiting;
  std::set<std::string> seen;
  for (LogRecord& record : records) {
    if (record.has_reextraction() && !seen.contains(record.reextraction().article())) {
      waiting.push_back(std::move(record));
      continue;
    }
    if (record.has_article()) seen.insert(record.article().article().name());
    ordered.push_back(std::move(record));
  }
  ordered.insert(ordered.end(), waiting.begin(), waiting.end());
  return ordered;
}

std::vector<SequencedRecord> Sequenced(const std::vector<LogRecord>& records) {
  std::vector<SequencedRecord> sequenced;
  int64_t sequence = 0;
  for (const LogRecord& record : records) sequenced.push_back({++sequence, record});
  return sequenced;
}

}  // namespace tearsheet::testing
