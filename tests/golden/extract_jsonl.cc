// Prints what the extractor makes of articles: reads one article per line (Protobuf JSON) from the files
// named, writes one extraction per line. For measuring extraction without the command line.
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <string>

#include "common/ontology.h"
#include "ingest_service/extractor.h"

int main(int argc, char** argv) {
  auto ontology = tearsheet::Ontology::Default();
  if (!ontology.ok()) {
    std::cerr << ontology.status() << "\n";
    return 1;
  }
  auto extractor = tearsheet::Extractor::Create(*ontology, {});
  if (!extractor.ok()) {
    std::cerr << extractor.status() << "\n";
    return 1;
  }
  bool mentions = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--mentions") {
      mentions = true;
      continue;
    }
    std::ifstream in(argv[i]);
    for (std::string line; std::getline(in, line);) {
      tearsheet::v1::Article article;
      const auto status = google::protobuf::util::JsonStringToMessage(line, &article);
      if (!status.ok()) {
        std::cerr << argv[i] << ": " << status.ToString() << "\n";
        return 1;
      }
      std::string json;
      google::protobuf::util::JsonPrintOptions options;
      options.preserve_proto_field_names = true;
      (void)google::protobuf::util::MessageToJsonString((*extractor)->Extract(article, mentions), &json,
                                                        options);
      std::cout << json << "\n";
    }
  }
  return 0;
}
