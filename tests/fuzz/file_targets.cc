// Targets for files that users give, and for stored records.
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "common/ontology.h"
#include "event_log/record_format.h"
#include "ingest_service/events/confidence.h"
#include "ingest_service/events/cues.h"
#include "ingest_service/events/frames.h"
#include "ingest_service/events/grammar.h"
#include "ingest_service/mentions/catalogue.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"

namespace tearsheet::fuzz {
namespace {

// Files are refused with "file:line: what is wrong".
void CheckRefusal(const absl::Status& status) {
  if (status.ok()) return;
  Require(absl::IsInvalidArgument(status), "a bad file is INVALID_ARGUMENT");
  Require(absl::StartsWith(status.message(), "own.txt:"), "a refusal names file and line");
}

}  // namespace

void CatalogueFile(std::string_view bytes) { CheckRefusal(Catalogue::FromText(bytes, "own.txt").status()); }

void RuleFiles(std::string_view bytes) {
  static const Ontology& ontology = *new Ontology(*Ontology::Default());
  const RuleText file{"own.txt", bytes};
  Grammar grammar;
  CheckRefusal(grammar.AddFile(file));
  CheckRefusal(Frames::Load({file}, ontology, grammar).status());
  CheckRefusal(Cues::Load(file, grammar).status());
  CheckRefusal(ConfidenceModel::Load(file).status());
}

void OntologyFile(std::string_view bytes) { (void)Ontology::FromText(bytes, "own.txt"); }

void Record(std::string_view bytes) {
  // The id that the payload claims, so that what follows the checksum is reached too.
  log::v1::LogRecord claimed;
  std::string id = "a";
  if (claimed.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) id = claimed.record_id();
  const auto record = DecodeRecord(7, id, bytes, RecordChecksum(7, id, bytes));
  if (!record.ok()) {
    Require(absl::IsDataLoss(record.status()), "a bad record is DATA_LOSS");
    return;
  }
  const std::string encoded = EncodeRecord(*record);
  const auto again = DecodeRecord(7, id, encoded, RecordChecksum(7, id, encoded));
  Require(again.ok() && EncodeRecord(*again) == encoded, "what was read is read again");
}

}  // namespace tearsheet::fuzz
