// extraction_features ARTICLES.jsonl: prints what `tearsheet extract --format=jsonl` does, with what the
// confidence of each event is made from: "features": ["bias", "type ACQUISITION", ...]. For fitting the
// confidence.
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <string>

#include "common/ontology.h"
#include "ingest_service/extractor.h"
#include "nlohmann/json.hpp"

namespace tearsheet {
namespace {

int Run(const std::string& path) {
  const Ontology ontology = Ontology::Default().value();
  const auto extractor = Extractor::Create(ontology, {}).value();
  std::ifstream articles(path);
  for (std::string line; std::getline(articles, line);) {
    v1::Article article;
    if (!google::protobuf::util::JsonStringToMessage(line, &article).ok()) return 1;
    std::vector<EventExplanation> explanations;
    const v1::Extraction extraction = extractor->Extract(article, false, &explanations);
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string text;
    if (!google::protobuf::util::MessageToJsonString(extraction, &text, options).ok()) return 1;
    nlohmann::json json = nlohmann::json::parse(text);
    for (size_t e = 0; e < explanations.size(); ++e) {
      for (const auto& [feature, weight] : explanations[e].confidence)
        json["events"][e]["features"].push_back(feature);
    }
    std::cout << json.dump() << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: extraction_features ARTICLES.jsonl\n";
    return 2;
  }
  return tearsheet::Run(argv[1]);
}
