// Which extraction of an article's URI counts at a point in time.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tearsheet {

// A read point. Unset times mean the present: everything in the log counts.
struct AsOf {
  // Only what was published (and withdrawn) until then, in nanoseconds since 1970.
  std::optional<int64_t> publish_nanos;
  // Only what the ingest service had recorded until then.
  std::optional<int64_t> ingest_nanos;

  bool present() const { return !publish_nanos && !ingest_nanos; }
};

// One text of a URI.
struct Revision {
  std::string article_id;
  int64_t publish_nanos = 0;
  int64_t ingest_nanos = 0;
};

// What an extractor read from a revision.
struct ExtractionVersion {
  std::string article_id;
  // Of the record that brought it.
  int64_t sequence = 0;
  int64_t ingest_nanos = 0;
};

// A withdrawal of the revisions published until `retract_nanos`.
struct Retraction {
  int64_t retract_nanos = 0;
  int64_t ingest_nanos = 0;
};

// Everything the log says of one URI.
struct UriHistory {
  std::vector<Revision> revisions;
  std::vector<ExtractionVersion> extractions;
  std::vector<Retraction> retractions;
};

// The extraction whose events count.
struct VisibleExtraction {
  std::string article_id;
  int64_t sequence = 0;
  friend auto operator<=>(const VisibleExtraction&, const VisibleExtraction&) = default;
};

// The current revision is the one published last (the greater article id on a tie) of those that exist at the
// read point; its latest extraction counts, unless a retraction that holds then covers it. On the clock of
// publication, a retraction holds from its own time on and a re-extraction, which is no event of the world,
// always holds. A pure function that does not depend on the order of the lists.
std::optional<VisibleExtraction> Visible(const UriHistory& history, const AsOf& as_of);

// The revision that is current at the read point, withdrawn or not; null when there is none.
const Revision* CurrentRevision(const UriHistory& history, const AsOf& as_of);

// A retraction that holds at the read point covers `revision`.
bool IsRetracted(const UriHistory& history, const Revision& revision, const AsOf& as_of);

}  // namespace tearsheet
