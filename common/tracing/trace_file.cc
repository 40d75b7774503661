#include "common/tracing/trace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/tracing/otlp_json.h"

namespace tearsheet {
namespace {

// How often dropped spans are told of.
constexpr absl::Duration kTellEvery = absl::Minutes(1);

bool Chosen(double ratio) {
  thread_local std::minstd_rand generator{std::random_device()()};
  return std::uniform_real_distribution<double>(0, 1)(generator) < ratio;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TraceFile>> TraceFile::Open(TraceFileOptions options) {
  if (!(options.ratio >= 0 && options.ratio <= 1))
    return absl::InvalidArgumentError("--trace_ratio must be from 0 to 1");
  const int file = open(options.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (file < 0)
    return absl::InvalidArgumentError(absl::StrCat("cannot append to --trace_file '", options.path,
                                                   "': ", std::strerror(errno), "; choose another path"));
  return std::unique_ptr<TraceFile>(new TraceFile(std::move(options), file));
}

TraceFile::TraceFile(TraceFileOptions options, int file)
    : options_(std::move(options)),
      file_(file),
      sink_({.begins_trace = [this] { return Chosen(options_.ratio); },
             .add = [this](SpanRecord span) { Add(std::move(span)); }}),
      thread_([this] { Run(); }) {
  SetSpanSink(&sink_);
}

TraceFile::~TraceFile() {
  SetSpanSink(nullptr);
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  thread_.join();
  close(file_);
}

void TraceFile::Add(SpanRecord span) {
  absl::MutexLock lock(&mutex_);
  if (waiting_.size() < options_.max_waiting) {
    waiting_.push_back(std::move(span));
  } else {
    ++dropped_;
  }
}

int64_t TraceFile::dropped() const {
  absl::MutexLock lock(&mutex_);
  return dropped_;
}

void TraceFile::Run() {
  int64_t told = 0;
  absl::Time tell_at = absl::InfinitePast();
  while (true) {
    std::vector<SpanRecord> spans;
    int64_t dropped = 0;
    {
      const auto due = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ending_ || !waiting_.empty(); };
      absl::MutexLock lock(&mutex_, absl::Condition(&due));
      if (waiting_.empty()) return;
      spans.swap(waiting_);
    }
    const bool written = Write(spans);
    {
      absl::MutexLock lock(&mutex_);
      if (!written) dropped_ += std::ssize(spans);
      dropped = dropped_;
    }
    const absl::Time now = spans.back().end;
    if (dropped == told || now < tell_at) continue;
    Log(Severity::kWarning, "spans dropped", {{"count", absl::StrCat(dropped - told)}});
    told = dropped;
    tell_at = now + kTellEvery;
  }
}

bool TraceFile::Write(const std::vector<SpanRecord>& spans) {
  const std::string line = ToOtlpJson(options_.service, spans) + "\n";
  // One write keeps a line whole beside other processes.
  return write(file_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

}  // namespace tearsheet
