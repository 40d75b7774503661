// Pieces of work on an article's way, as traces show them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/tracing/trace_context.h"

namespace tearsheet {

// The numbers are those of OpenTelemetry.
enum class SpanKind { kInternal = 1, kServer = 2, kClient = 3, kProducer = 4, kConsumer = 5 };

// A piece of work that is over.
struct SpanRecord {
  TraceContext context;
  // Empty: it begins the trace.
  std::string parent_span_id;
  std::string name;
  SpanKind kind = SpanKind::kInternal;
  absl::Time start;
  absl::Time end;
  absl::StatusCode code = absl::StatusCode::kOk;
  std::vector<std::pair<std::string, std::string>> attributes;
  // Other traces that it belongs to as well.
  std::vector<TraceContext> links;
};

// Where the process sends its spans. Both are called on any thread and never block.
struct SpanSink {
  // Whether a call that belongs to no trace begins one.
  std::function<bool()> begins_trace;
  std::function<void(SpanRecord)> add;
};

// The sink of all spans from now on; null, as at the start, for none. It outlives every span that began while
// it was set.
void SetSpanSink(const SpanSink* sink);

// A piece of work under way; ends with the object at the latest. Without a sink, or in a trace that nobody
// wants recorded, it costs next to nothing and records nothing. May move between threads.
class Span {
 public:
  Span() = default;
  ~Span() { End(); }
  Span(Span&& other) noexcept = default;
  Span& operator=(Span&& other) noexcept;

  // A part of the work of `parent`, a traceparent or empty.
  static Span Child(std::string_view name, SpanKind kind, std::string_view parent);
  // The work for a call; one that names no trace may begin one.
  static Span Server(std::string_view name, std::string_view parent);

  // The beginning of a trace; recorded whenever there is a sink.
  static Span Root(std::string_view name, SpanKind kind);

  bool recording() const { return record_ != nullptr; }
  void Set(std::string_view key, std::string value);
  void Link(std::string_view traceparent);
  // Ends it now; later calls do nothing.
  void End(absl::StatusCode code = absl::StatusCode::kOk);

  // What further work names as its parent: this span, or the parent's when this is not recorded.
  const std::string& traceparent() const { return traceparent_; }

 private:
  static Span Begin(const SpanSink& sink, std::string_view name, SpanKind kind, TraceContext context,
                    std::string parent_span_id);

  const SpanSink* sink_ = nullptr;
  // Null: nothing is recorded, or no longer.
  std::unique_ptr<SpanRecord> record_;
  std::string traceparent_;
};

}  // namespace tearsheet
