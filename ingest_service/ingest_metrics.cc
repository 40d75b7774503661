#include "ingest_service/ingest_metrics.h"

namespace tearsheet {
namespace {

prometheus::Counter& ArticleCounter(Metrics& metrics, const char* outcome) {
  return metrics.Counter("tearsheet_articles_total", "Articles by what became of them",
                         {{"outcome", outcome}});
}

}  // namespace

IngestMetrics::IngestMetrics(Metrics& metrics)
    : accepted_(ArticleCounter(metrics, "accepted")),
      duplicate_(ArticleCounter(metrics, "duplicate")),
      refused_(ArticleCounter(metrics, "refused")),
      failed_(ArticleCounter(metrics, "failed")),
      events_(metrics.Counter("tearsheet_events_total", "Events of accepted articles")),
      in_flight_(metrics.Gauge("tearsheet_articles_in_flight", "Articles received and not yet answered")),
      last_sequence_(metrics.Gauge("tearsheet_log_last_sequence", "Last sequence of the event log")),
      batch_records_(metrics.Histogram("tearsheet_log_batch_records", "Records that shared one sync to disk",
                                       {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024})) {}

void IngestMetrics::Finished(const absl::StatusOr<v1::IngestArticleResponse>& result) {
  in_flight_.Decrement();
  if (absl::IsInvalidArgument(result.status())) {
    refused_.Increment();
  } else if (!result.ok()) {
    failed_.Increment();
  } else if (result->duplicate()) {
    duplicate_.Increment();
  } else {
    accepted_.Increment();
    events_.Increment(result->event_count());
  }
}

void IngestMetrics::Synced(size_t records) { batch_records_.Observe(static_cast<double>(records)); }

}  // namespace tearsheet
