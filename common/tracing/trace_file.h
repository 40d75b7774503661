// Writes the spans of a process to a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/tracing/span.h"

namespace tearsheet {

struct TraceFileOptions {
  std::string path;
  // As traces name the process.
  std::string service;
  // Share of the calls without a trace that begin one.
  double ratio = 0;
  // Spans that wait to be written; more are dropped and counted.
  size_t max_waiting = 4096;
};

// The span sink of the process for as long as it lives. Each line that it appends is an
// ExportTraceServiceRequest in OTLP's JSON form, which the OpenTelemetry Collector reads
// (otlpjsonfilereceiver). Thread-safe.
class TraceFile {
 public:
  // INVALID_ARGUMENT when the options make no sense or the file cannot be appended to.
  static absl::StatusOr<std::unique_ptr<TraceFile>> Open(TraceFileOptions options);
  // Writes what waits. No span may be under way.
  ~TraceFile();

  // Never blocks.
  void Add(SpanRecord span) ABSL_LOCKS_EXCLUDED(mutex_);

  // Spans that were not written, because too many waited or the file took none.
  int64_t dropped() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  TraceFile(TraceFileOptions options, int file);

  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  bool Write(const std::vector<SpanRecord>& spans);

  const TraceFileOptions options_;
  const int file_;
  const SpanSink sink_;
  mutable absl::Mutex mutex_;
  std::vector<SpanRecord> waiting_ ABSL_GUARDED_BY(mutex_);
  int64_t dropped_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tearsheet
