#include "tests/worlds/world.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "tests/worlds/truth.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;

const absl::Time kStart = absl::FromUnixSeconds(1'760'000'000);
constexpr int kVocabulary = 20'000;

class World {
 public:
  World(const WorldOptions& options, const RecordSink& sink)
      : options_(options), sink_(sink), random_(options.seed) {}

  void Make() {
    truths_.reserve(options_.deals);
    for (int i = 0; i < options_.deals; ++i) truths_.push_back(MakeTruth(random_, options_.companies));
    for (int i = 0; i < options_.articles; ++i) MakeArticle(i);
  }

 private:
  int Below(int bound) { return random_.Below(bound); }
  bool Percent(int percent) { return random_.Percent(percent); }
  // In so many percent of the cases, and fewer where articles err less.
  bool Wrong(int percent) { return Below(100) >= 100 - percent * options_.errors / 100; }
  // The same by a draw that small numbers win.
  bool Rarely(int percent) { return Percent(percent * options_.errors / 100); }

  void Emit(LogRecord record) {
    *record.mutable_ingest_time() = TimeToProto(kStart + absl::Hours(24 * 400) + absl::Minutes(emitted_++));
    sink_(std::move(record));
  }

  // Low numbers are drawn more often, as in texts: a tenth of the words is every second one.
  int Rank(int words) { return Percent(50) ? Below(words / 10) : Below(words); }

  std::string Company(int number) { return absl::StrCat("org/c", number); }
  // Every third company is a unit of the one before it.
  int Parent(int number) { return number % 3 == 2 ? number - 1 : -1; }

  void AddParticipant(v1::Event& event, const std::string& role, int company) {
    auto& participant = *event.add_participants();
    participant.set_role(role);
    participant.set_entity_id(Company(company));
    participant.set_name(absl::StrCat("Company ", company));
  }

  void AddProduct(v1::Event& event, int product) {
    auto& participant = *event.add_participants();
    participant.set_role("PRODUCT");
    participant.set_entity_id(absl::StrCat("product/p", product));
    participant.set_name(absl::StrCat("Product ", product));
  }

  // Mostly the right word; now and then an article errs.
  void SetTellingWord(v1::Event& event, const Truth& truth) {
    if (!Percent(60)) return;
    const std::string word = Wrong(10) ? truth.word + " X" : truth.word;
    if (truth.slot == "round") event.set_round(word);
    if (truth.slot == "metric") event.set_metric(word);
    if (truth.slot == "change") event.set_change(word);
  }

  // A day, or the month around it.
  void SetTime(v1::Event& event, int day) {
    const absl::CivilDay first = absl::CivilDay(2025, 6, 1) + day;
    const int days = Percent(50) ? 1 : 30;
    event.mutable_time()->set_start(absl::FormatCivilTime(first));
    event.mutable_time()->set_end(absl::FormatCivilTime(first + days));
    event.mutable_time()->set_precision(days == 1 ? v1::DAY : v1::MONTH);
  }

  void SetAmount(v1::Event& event, int64_t amount) {
    event.mutable_amount()->set_currency(Wrong(10) ? "EUR" : "USD");
    const std::string text = absl::StrCat(Wrong(15) ? amount * 2 : amount);
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
    event.set_status(Rarely(10) ? v1::DENIED : Rarely(8) ? v1::TERMINATED : kStages[truth.stage]);
    event.set_certainty(v1::ASSERTED);
    const bool can_lack =
        truth.type == "INVESTMENT" || truth.type == "ACQUISITION" || truth.type == "CONTRACT";
    const int lacking = can_lack && Percent(25) ? (truth.type == "INVESTMENT" ? 0 : Below(2)) : -1;
    for (int i = 0; i < std::ssize(truth.parties); ++i) {
      if (i != lacking) AddParticipant(event, truth.parties[i].first, truth.parties[i].second);
    }
    if (truth.product >= 0) AddProduct(event, truth.product);
    if (Percent(70)) SetAmount(event, truth.amount);
    SetTellingWord(event, truth);
    if (Percent(30)) SetTime(event, truth.day + (Wrong(15) ? 60 : 0));
    Attribute(event, publisher, truth);
    event.add_evidence()->set_quote("A sentence.");
    return event;
  }

  void AddEntities(v1::Extraction& extraction) {
    std::set<int> companies;
    std::set<std::string> products;
    for (const v1::Event& event : extraction.events()) {
      for (const auto& participant : event.participants()) {
        if (participant.role() == "PRODUCT") {
          products.insert(participant.entity_id());
          continue;
        }
        const int number = std::stoi(participant.entity_id().substr(5));
        companies.insert(number);
        if (Parent(number) >= 0) companies.insert(Parent(number));
      }
    }
    for (const std::string& id : products) {
      auto& entity = *extraction.add_entities();
      entity.set_entity_id(id);
      entity.set_kind(v1::ENTITY_KIND_PRODUCT);
      entity.set_name(id);
    }
    for (const int number : companies) {
      auto& entity = *extraction.add_entities();
      entity.set_entity_id(Company(number));
      entity.set_kind(v1::ENTITY_KIND_ORGANISATION);
      entity.set_name(absl::StrCat("Company ", number));
      if (Parent(number) >= 0) entity.set_parent_id(Company(Parent(number)));
    }
  }

  // A party of the last event denies it.
  void AddDenial(v1::Extraction& extraction, const std::string& id) {
    const v1::Event about = extraction.events(extraction.events_size() - 1);
    v1::Event& denial = *extraction.add_events();
    denial.set_event_id(id);
    denial.set_type("STATEMENT");
    denial.set_status(v1::COMPLETED);
    denial.set_certainty(v1::ASSERTED);
    denial.set_stance("DENIED");
    denial.set_about(about.event_id());
    *denial.add_participants() = about.participants(0);
    denial.mutable_participants(0)->set_role("SPEAKER");
    *denial.mutable_attribution() = about.attribution();
  }

  v1::Extraction MakeExtraction(const std::string& article_id, const std::string& uri,
                                const std::string& publisher, int version) {
    v1::Extraction extraction;
    extraction.set_article_id(article_id);
    extraction.set_uri(uri);
    extraction.set_extractor(absl::StrCat("world/", version));
    const int events = 1 + Below(options_.events);
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
    if (Percent(options_.denials))
      AddDenial(extraction, absl::StrCat("e-", article_id, "-", version, "-denial"));
    AddEntities(extraction);
    return extraction;
  }

  // Returns the article's record.
  LogRecord MakeRecord(const std::string& article_id, const std::string& uri, absl::Time time) {
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
    // The names that its events give, to be found by.
    std::string& body = *article.mutable_body();
    for (const v1::Event& event : record.article().extraction().events()) {
      for (const auto& participant : event.participants())
        absl::StrAppend(&body, "\n", participant.name(), ".");
    }
    for (int i = 0; i < options_.words; ++i)
      absl::StrAppend(&body, i % 12 == 0 ? ".\n" : " ", "word", Rank(kVocabulary));
    article.set_title(absl::StrCat("Told by ", publisher));
    Emit(record);
    if (!Percent(options_.reextractions)) return record;
    LogRecord again;
    again.set_record_id(absl::StrCat("again/", article_id));
    again.mutable_reextraction()->set_article(article.name());
    *again.mutable_reextraction()->mutable_extraction() = MakeExtraction(article_id, uri, publisher, 2);
    Emit(std::move(again));
    return record;
  }

  // Every eighth word of another kind, and the last tenth cut.
  static std::string Rewrite(const std::string& body) {
    std::string text;
    int number = 0;
    for (const char c : body.substr(0, body.size() - body.size() / 10)) {
      text.push_back(c);
      if (c == ' ' && ++number % 8 == 0) text += "re";
    }
    return text;
  }

  // The same text, or one rewritten lightly, from another publisher some hours later: the same events under
  // ids of their own.
  void MakeCopy(LogRecord copy, const std::string& article_id) {
    copy.set_record_id(article_id);
    auto& article = *copy.mutable_article()->mutable_article();
    article.set_name(absl::StrCat("articles/", article_id));
    article.set_uri(absl::StrCat(article.uri(), "/copy"));
    article.mutable_publisher()->set_name("Copyist");
    article.mutable_publish_time()->set_seconds(article.publish_time().seconds() + 3600 * Below(6));
    if (options_.words > 0 && Percent(50)) article.set_body(Rewrite(article.body()));
    auto& extraction = *copy.mutable_article()->mutable_extraction();
    extraction.set_article_id(article_id);
    extraction.set_uri(article.uri());
    for (v1::Event& event : *extraction.mutable_events()) {
      event.set_event_id(event.event_id() + "-copy");
      if (!event.about().empty()) event.set_about(event.about() + "-copy");
    }
    Emit(std::move(copy));
  }

  void MakeArticle(int number) {
    const std::string uri = absl::StrCat("https://world.example/", number);
    const absl::Time time = kStart + options_.between * number;
    LogRecord original = MakeRecord(absl::StrCat("a", number), uri, time);
    if (Percent(options_.copies)) MakeCopy(std::move(original), absl::StrCat("a", number, "c"));
    if (Percent(options_.revisions)) MakeRecord(absl::StrCat("a", number, "r"), uri, time + absl::Hours(30));
    if (Percent(options_.retractions)) {
      LogRecord record;
      record.set_record_id(absl::StrCat("retraction/", number));
      record.mutable_retraction()->set_uri(uri);
      *record.mutable_retraction()->mutable_retract_time() = TimeToProto(time + absl::Hours(10 + Below(60)));
      Emit(std::move(record));
    }
  }

  const WorldOptions options_;
  const RecordSink& sink_;
  Random random_;
  std::vector<Truth> truths_;
  int64_t emitted_ = 0;
};

}  // namespace

void TellWorld(const WorldOptions& options, const RecordSink& sink) { World(options, sink).Make(); }

std::vector<LogRecord> MakeWorld(const WorldOptions& options) {
  std::vector<LogRecord> records;
  TellWorld(options, [&](LogRecord record) { records.push_back(std::move(record)); });
  return records;
}

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
