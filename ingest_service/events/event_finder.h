// The station of events: clause by clause, trigger, frame, roles, values, status, source; then folding.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "ingest_service/document.h"
#include "ingest_service/explanation.h"
#include "ingest_service/mentions/catalogue.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

// Immutable after construction and therefore thread-safe.
class EventFinder {
 public:
  // Reads the frames that are part of the program, then `frame_files` in order. A bad line is
  // INVALID_ARGUMENT: "file:line: what is wrong". Borrows `ontology` and `catalogue`.
  static absl::StatusOr<std::unique_ptr<EventFinder>> Create(const Ontology& ontology,
                                                             const Catalogue& catalogue,
                                                             const std::vector<std::string>& frame_files);
  ~EventFinder();

  // The events of a document whose mentions and references are found, in order of their first evidence, each
  // with its id. Linear in the length of the document.
  // `explanations`, unless null, is set to one explanation for each event.
  std::vector<v1::Event> Find(const Document& document, const std::string& article_id,
                              std::vector<EventExplanation>* explanations = nullptr) const;

  // Changes whenever a rule file does.
  const std::string& version() const;

 private:
  struct Parts;
  explicit EventFinder(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace tearsheet
