// gold_deals ARTICLES.jsonl EVENTS.jsonl: consolidates events and prints the deals, one line of JSON each, in
// the form that `tearsheet deals --format=jsonl` has. EVENTS are annotations, for measuring consolidation
// apart from extraction, or what `tearsheet extract --format=jsonl` prints.
//
// Annotations may give several right values ("any of"): the first one is taken. Names become entity ids.
#include <fstream>
#include <iostream>
#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "query_service/consolidation/names.h"
#include "tests/replay/state_fixture.h"
#include "tests/worlds/world.h"

namespace tearsheet::testing {
namespace {

using nlohmann::json;

std::string First(const std::string& names) { return names.substr(0, names.find('|')); }

json FirstOf(const json& value) {
  return value.is_array() ? (value.empty() ? json() : value.front()) : value;
}

v1::Event ToEvent(const json& gold, const std::string& id, const std::string& publisher) {
  json event = {{"event_id", id}};
  for (const auto& [key, value] : gold.items()) {
    if (key == "optional" || key == "participants" || key == "origin" || key == "evidence" || key == "about")
      continue;
    if (key == "term") {
      const json months = FirstOf(value);
      event[key] = months.is_object() ? months : json{{"months", months}};
      continue;
    }
    json first = FirstOf(value);
    if (first.is_string()) first = First(first.get<std::string>());
    event[key] = first;
  }
  for (const json& participant : gold.value("participants", json::array())) {
    const json all = FirstOf(participant["name"]);
    const std::string name = First(all.get<std::string>());
    event["participants"].push_back({{"role", FirstOf(participant["role"])},
                                     {"name", name},
                                     {"entity_id", absl::StrCat("org/", NameKey(name))}});
  }
  event["attribution"].push_back({{"kind", "PUBLISHER"}, {"name", publisher}});
  // The origin as annotated; a party speaks for itself.
  if (gold.contains("origin") && FirstOf(gold["origin"]).is_string()) {
    const std::string origin = First(FirstOf(gold["origin"]).get<std::string>());
    bool party = false;
    for (const json& participant : event["participants"])
      party = party || NameKey(participant["name"].get<std::string>()) == NameKey(origin);
    if (NameKey(origin) != NameKey(publisher))
      event["attribution"].push_back({{"kind", party ? "PARTY" : "OUTLET"}, {"name", origin}});
  }
  v1::Event message;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const auto status = google::protobuf::util::JsonStringToMessage(event.dump(), &message, options);
  if (!status.ok()) std::cerr << status.ToString() << ": " << event.dump() << "\n";
  return message;
}

// What annotations make of an article.
void AddAnnotated(const json& annotated, const std::string& publisher, v1::Extraction& extraction) {
  const std::string& id = extraction.article_id();
  const json all = annotated.value("events", json::array());
  for (const json& event : all) {
    if (event.value("optional", false)) continue;
    *extraction.add_events() = ToEvent(event, absl::StrCat(id, "-", extraction.events_size()), publisher);
  }
  for (const v1::Event& event : extraction.events()) {
    for (const auto& participant : event.participants()) {
      auto& entity = *extraction.add_entities();
      entity.set_entity_id(participant.entity_id());
      entity.set_name(participant.name());
      entity.set_kind(participant.role() == "PRODUCT" || participant.role() == "BASELINE"
                          ? v1::ENTITY_KIND_PRODUCT
                          : v1::ENTITY_KIND_ORGANISATION);
    }
  }
}

int Run(const std::string& articles_path, const std::string& events_path) {
  std::map<std::string, json> gold;
  std::ifstream events(events_path);
  for (std::string line; std::getline(events, line);) {
    if (!line.empty()) {
      json parsed = json::parse(line);
      gold[parsed["uri"]] = parsed;
    }
  }
  std::vector<log::v1::LogRecord> records;
  std::ifstream articles(articles_path);
  for (std::string line; std::getline(articles, line);) {
    if (line.empty()) continue;
    log::v1::LogRecord record;
    auto& article = *record.mutable_article()->mutable_article();
    if (!google::protobuf::util::JsonStringToMessage(line, &article).ok()) return 1;
    const std::string id = absl::StrCat("a", records.size());
    article.set_name("articles/" + id);
    record.set_record_id(id);
    *record.mutable_ingest_time() = article.publish_time();
    auto& extraction = *record.mutable_article()->mutable_extraction();
    extraction.set_article_id(id);
    extraction.set_uri(article.uri());
    const json& told = gold[article.uri()];
    if (told.contains("extractor")) {
      // As extracted; the article goes by the name that it has here.
      if (!google::protobuf::util::JsonStringToMessage(told.dump(), &extraction).ok()) return 1;
      extraction.set_article_id(id);
    } else {
      AddAnnotated(told, article.publisher().name(), extraction);
    }
    records.push_back(std::move(record));
  }
  TestState state;
  const auto applied = ApplyRecords(TestOntology(), state.store(), Sequenced(records));
  if (!applied.ok() || applied->set_aside > 0) {
    std::cerr << applied.status() << "\n";
    const auto set_aside = state.store().Snapshot().value()->SetAside(10).value();
    for (const auto& [at, reason] : set_aside) std::cerr << at << " " << reason << "\n";
  }
  std::cout << state.Export();
  return 0;
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: gold_deals ARTICLES.jsonl EVENTS.jsonl\n";
    return 2;
  }
  return tearsheet::testing::Run(argv[1], argv[2]);
}
