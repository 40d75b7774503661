// Shows the thread sanitizer what absl::Mutex orders. Linked into the tests of a thread sanitizer build only.
//
// The packaged Abseil is not instrumented, so that the sanitizer sees neither its atomics nor its waits and
// would report everything that a mutex guards as a race. The linker (--wrap, cmake/sanitize.cmake) leads each
// call of ours to the mutex through the function __wrap_NAME here, which tells the sanitizer and calls the
// real one, __real_NAME.
//
// Reads are ignored while the real function runs: waits evaluate their condition, and Unlock that of another
// waiter, under the lock, but where the sanitizer cannot see it.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

extern "C" {
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

#define MUTEX "_ZN4absl7debian35Mutex"
#define WRAPS(name) asm("__wrap_" MUTEX name)
#define REAL(name) asm("__real_" MUTEX name)

namespace {

class IgnoreReads {
 public:
  IgnoreReads() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~IgnoreReads() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
  IgnoreReads(const IgnoreReads&) = delete;
  IgnoreReads& operator=(const IgnoreReads&) = delete;
};

}  // namespace

void RealLock(absl::Mutex* mutex) REAL("4LockEv");
void RealLockWhen(absl::Mutex* mutex, const absl::Condition& condition) REAL("8LockWhenERKNS0_9ConditionE");
void RealUnlock(absl::Mutex* mutex) REAL("6UnlockEv");
void RealAwait(absl::Mutex* mutex, const absl::Condition& condition) REAL("5AwaitERKNS0_9ConditionE");
bool RealAwaitWithTimeout(absl::Mutex* mutex, const absl::Condition& condition, absl::Duration timeout)
    REAL("16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
bool RealAwaitWithDeadline(absl::Mutex* mutex, const absl::Condition& condition, absl::Time deadline)
    REAL("17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");

void WrapLock(absl::Mutex* mutex) WRAPS("4LockEv");
void WrapLockWhen(absl::Mutex* mutex, const absl::Condition& condition) WRAPS("8LockWhenERKNS0_9ConditionE");
void WrapUnlock(absl::Mutex* mutex) WRAPS("6UnlockEv");
void WrapAwait(absl::Mutex* mutex, const absl::Condition& condition) WRAPS("5AwaitERKNS0_9ConditionE");
bool WrapAwaitWithTimeout(absl::Mutex* mutex, const absl::Condition& condition, absl::Duration timeout)
    WRAPS("16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
bool WrapAwaitWithDeadline(absl::Mutex* mutex, const absl::Condition& condition, absl::Time deadline)
    WRAPS("17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");

void WrapLock(absl::Mutex* mutex) {
  RealLock(mutex);
  __tsan_acquire(mutex);
}

void WrapLockWhen(absl::Mutex* mutex, const absl::Condition& condition) {
  {
    const IgnoreReads ignore;
    RealLockWhen(mutex, condition);
  }
  __tsan_acquire(mutex);
}

void WrapUnlock(absl::Mutex* mutex) {
  __tsan_release(mutex);
  const IgnoreReads ignore;
  RealUnlock(mutex);
}

void WrapAwait(absl::Mutex* mutex, const absl::Condition& condition) {
  __tsan_release(mutex);
  {
    const IgnoreReads ignore;
    RealAwait(mutex, condition);
  }
  __tsan_acquire(mutex);
}

bool WrapAwaitWithTimeout(absl::Mutex* mutex, const absl::Condition& condition, absl::Duration timeout) {
  __tsan_release(mutex);
  bool met = false;
  {
    const IgnoreReads ignore;
    met = RealAwaitWithTimeout(mutex, condition, timeout);
  }
  __tsan_acquire(mutex);
  return met;
}

bool WrapAwaitWithDeadline(absl::Mutex* mutex, const absl::Condition& condition, absl::Time deadline) {
  __tsan_release(mutex);
  bool met = false;
  {
    const IgnoreReads ignore;
    met = RealAwaitWithDeadline(mutex, condition, deadline);
  }
  __tsan_acquire(mutex);
  return met;
}
