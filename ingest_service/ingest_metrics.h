// What the ingest service counts besides its calls.
#pragma once

#include "absl/status/statusor.h"
#include "common/metrics.h"
#include "tearsheet/v1/ingest_service.pb.h"

namespace tearsheet {

// Thread-safe.
class IngestMetrics {
 public:
  // Borrows `metrics`.
  explicit IngestMetrics(Metrics& metrics);

  // Counts an article that was taken up; Finished follows.
  void Started() { in_flight_.Increment(); }
  // Counts what became of it.
  void Finished(const absl::StatusOr<v1::IngestArticleResponse>& result);
  // Counts one append of `records` records.
  void Synced(size_t records);
  // The log's end.
  void SetLastSequence(int64_t sequence) { last_sequence_.Set(static_cast<double>(sequence)); }

 private:
  prometheus::Counter& accepted_;
  prometheus::Counter& duplicate_;
  prometheus::Counter& refused_;
  prometheus::Counter& failed_;
  prometheus::Counter& events_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& last_sequence_;
  prometheus::Histogram& batch_records_;
};

}  // namespace tearsheet
