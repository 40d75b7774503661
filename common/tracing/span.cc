#include "common/tracing/span.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/clock.h"

namespace tearsheet {
namespace {

std::atomic<const SpanSink*> current_sink = nullptr;

// 16 hexadecimal digits, not all zero.
std::string RandomId() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed = {device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  uint64_t id = 0;
  while (id == 0) id = generator();
  return absl::StrCat(absl::Hex(id, absl::kZeroPad16));
}

}  // namespace

void SetSpanSink(const SpanSink* sink) { current_sink.store(sink); }

Span& Span::operator=(Span&& other) noexcept {
  if (this == &other) return *this;
  End();
  sink_ = other.sink_;
  record_ = std::move(other.record_);
  traceparent_ = std::move(other.traceparent_);
  return *this;
}

Span Span::Begin(const SpanSink& sink, std::string_view name, SpanKind kind, TraceContext context,
                 std::string parent_span_id) {
  Span span;
  span.sink_ = &sink;
  span.record_ = std::make_unique<SpanRecord>();
  span.record_->context = std::move(context);
  span.record_->parent_span_id = std::move(parent_span_id);
  span.record_->name = name;
  span.record_->kind = kind;
  span.record_->start = Clock::Real().TimeNow();
  span.traceparent_ = ToTraceparent(span.record_->context);
  return span;
}

Span Span::Child(std::string_view name, SpanKind kind, std::string_view parent) {
  if (const SpanSink* const sink = current_sink.load(); sink != nullptr && !parent.empty()) {
    std::optional<TraceContext> context = ParseTraceparent(parent);
    if (context && context->sampled) {
      std::string parent_span_id = std::exchange(context->span_id, RandomId());
      return Begin(*sink, name, kind, *std::move(context), std::move(parent_span_id));
    }
  }
  Span span;
  span.traceparent_ = parent;
  return span;
}

Span Span::Server(std::string_view name, std::string_view parent) {
  const SpanSink* const sink = current_sink.load();
  if (sink == nullptr || !parent.empty() || !sink->begins_trace())
    return Child(name, SpanKind::kServer, parent);
  return Root(name, SpanKind::kServer);
}

Span Span::Root(std::string_view name, SpanKind kind) {
  const SpanSink* const sink = current_sink.load();
  if (sink == nullptr) return {};
  return Begin(*sink, name, kind, {RandomId() + RandomId(), RandomId(), true}, "");
}

void Span::Set(std::string_view key, std::string value) {
  if (record_ != nullptr) record_->attributes.emplace_back(key, std::move(value));
}

void Span::Link(std::string_view traceparent) {
  if (record_ == nullptr) return;
  if (std::optional<TraceContext> context = ParseTraceparent(traceparent))
    record_->links.push_back(*std::move(context));
}

void Span::End(absl::StatusCode code) {
  if (record_ == nullptr) return;
  record_->end = Clock::Real().TimeNow();
  record_->code = code;
  sink_->add(std::move(*record_));
  record_ = nullptr;
}

}  // namespace tearsheet
