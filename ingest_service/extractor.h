// Article -> events: the pure core of the ingest service.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "ingest_service/explanation.h"
#include "tearsheet/v1/article.pb.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

struct ExtractorOptions {
  // Catalogue files of the user, read after the built-in ones; see docs/extending.md for the format.
  std::vector<std::string> catalogue_files;
  // Frame files of the user, read after the built-in ones.
  std::vector<std::string> frame_files;
  // Most events of one article; what is over it is dropped with a warning.
  int max_events = 500;
};

// Turns one article into events. Immutable after construction and therefore thread-safe; one per process.
// Deterministic: equal articles give equal bytes.
class Extractor {
 public:
  // Loads catalogue and lexicons. A bad file is INVALID_ARGUMENT: "file:line: what is wrong". Borrows
  // `ontology`.
  static absl::StatusOr<std::unique_ptr<Extractor>> Create(const Ontology& ontology,
                                                           const ExtractorOptions& options);
  ~Extractor();

  // `article` has been checked by CheckArticle: its body and title are valid UTF-8. An article that is not in
  // English has no events and a warning. Never fails: what cannot be understood is left out.
  // `explanations`, unless null, is set to one explanation for each event.
  v1::Extraction Extract(const v1::Article& article, bool include_mentions,
                         std::vector<EventExplanation>* explanations = nullptr) const;

  // Version of extractor, ontology, catalogue and lexicons: equal strings mean equal output for equal input.
  const std::string& version() const;

 private:
  struct Parts;
  explicit Extractor(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace tearsheet
