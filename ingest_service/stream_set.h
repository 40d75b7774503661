// The streams that run at a time: counted, bounded, and told to end when the service ends.
#pragma once

#include <iterator>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"

namespace tearsheet {

// `Stream` has a method Drain() that makes it end soon with ShuttingDown; it must not block or call the set.
// Thread-safe.
template <typename Stream>
class StreamSet {
 public:
  explicit StreamSet(int max_streams) : max_streams_(max_streams) {}

  // False when the set is full. A stream that is added while the service ends is asked to end at once.
  [[nodiscard]] bool TryAdd(Stream* stream) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (std::ssize(streams_) >= max_streams_) return false;
    streams_.insert(stream);
    if (draining_) stream->Drain();
    return true;
  }

  // After this returns the set does not use `stream` any more.
  void Remove(Stream* stream) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    streams_.erase(stream);
  }

  // Asks every stream to end, those that come later too.
  void DrainAll() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    for (Stream* stream : streams_) stream->Drain();
  }

  // Calls `use` for each stream; it must not block or call the set.
  void ForEach(absl::FunctionRef<void(Stream&)> use) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    for (Stream* stream : streams_) use(*stream);
  }

 private:
  const int max_streams_;
  absl::Mutex mutex_;
  absl::flat_hash_set<Stream*> streams_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tearsheet
