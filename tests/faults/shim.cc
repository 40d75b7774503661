// A library that is loaded before the others (LD_PRELOAD) and makes a program's storage or clock fail, at a
// place that is the same in every run. Not part of any program.
//
//   FAULT_KILL_AT=N       kill -9 at the N-th call that changes or syncs a file
//   FAULT_KILL_HOW=before the call is not made; after: it is made; torn: a write is made with half of its
//                         bytes (and anything else as with before)
//   FAULT_CLOCK_FILE=PATH a file of eight bytes, a signed number of seconds that is added to the wall clock;
//                         read at every call, so that a test moves the clock of a running program
//
// Counted are the calls on regular files only, so that sockets and pipes do not move the place.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

enum class How { kBefore, kAfter, kTorn };

struct Plan {
  int64_t kill_at = 0;
  How how = How::kBefore;
  const volatile int64_t* clock_offset = nullptr;
};

const volatile int64_t* MapClock(const char* path) {
  const int file = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return nullptr;
  void* memory = mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  return memory == MAP_FAILED ? nullptr : static_cast<const volatile int64_t*>(memory);
}

const Plan& ThePlan() {
  static const Plan plan = [] {
    Plan read;
    if (const char* at = std::getenv("FAULT_KILL_AT")) read.kill_at = std::atoll(at);
    const char* how = std::getenv("FAULT_KILL_HOW");
    if (how != nullptr && std::strcmp(how, "after") == 0) read.how = How::kAfter;
    if (how != nullptr && std::strcmp(how, "torn") == 0) read.how = How::kTorn;
    read.clock_offset = MapClock(std::getenv("FAULT_CLOCK_FILE"));
    return read;
  }();
  return plan;
}

bool IsFile(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

// Counts a call on `fd` and says whether it is the one.
bool IsTheOne(int fd) {
  static std::atomic<int64_t> calls = 0;
  const Plan& plan = ThePlan();
  return plan.kill_at > 0 && IsFile(fd) && calls.fetch_add(1) + 1 == plan.kill_at;
}

[[noreturn]] void Die() {
  kill(getpid(), SIGKILL);
  while (true) pause();
}

template <typename Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

// Makes `call`, or dies at it as planned; `half` makes half of it.
template <typename Call, typename Half>
auto Strike(int fd, Call call, Half half) {
  if (!IsTheOne(fd)) return call();
  if (ThePlan().how == How::kTorn) half();
  if (ThePlan().how == How::kAfter) call();
  Die();
}

template <typename Call>
auto Strike(int fd, Call call) {
  return Strike(fd, call, [] {});
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto real = Real<ssize_t(int, const void*, size_t)>("write");
  return Strike(
      fd, [&] { return real(fd, bytes, size); }, [&] { real(fd, bytes, size / 2); });
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  static const auto real = Real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return Strike(
      fd, [&] { return real(fd, bytes, size, offset); }, [&] { real(fd, bytes, size / 2, offset); });
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  return pwrite64(fd, bytes, size, offset);
}

int fsync(int fd) {
  static const auto real = Real<int(int)>("fsync");
  return Strike(fd, [&] { return real(fd); });
}

int fdatasync(int fd) {
  static const auto real = Real<int(int)>("fdatasync");
  return Strike(fd, [&] { return real(fd); });
}

int ftruncate64(int fd, off64_t size) {
  static const auto real = Real<int(int, off64_t)>("ftruncate64");
  return Strike(fd, [&] { return real(fd, size); });
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int clock_gettime(clockid_t clock, struct timespec* time) {
  static const auto real = Real<int(clockid_t, struct timespec*)>("clock_gettime");
  const int result = real(clock, time);
  const Plan& plan = ThePlan();
  if (result == 0 && clock == CLOCK_REALTIME && plan.clock_offset != nullptr)
    time->tv_sec += *plan.clock_offset;
  return result;
}

int gettimeofday(struct timeval* time, void* zone) {
  static const auto real = Real<int(struct timeval*, void*)>("gettimeofday");
  const int result = real(time, zone);
  const Plan& plan = ThePlan();
  if (result == 0 && plan.clock_offset != nullptr) time->tv_sec += *plan.clock_offset;
  return result;
}

// Abseil waits until a time of the wall clock, which the kernel reads for itself: tell it in the kernel's
// terms.
long syscall(long number, ...) {
  static const auto real = Real<long(long, ...)>("syscall");
  va_list list;
  va_start(list, number);
  long arguments[6];
  for (long& argument : arguments) argument = va_arg(list, long);
  va_end(list);
  struct timespec until;
  const Plan& plan = ThePlan();
  if (number == SYS_futex && (arguments[1] & FUTEX_CLOCK_REALTIME) != 0 && arguments[3] != 0 &&
      plan.clock_offset != nullptr) {
    until = *reinterpret_cast<const struct timespec*>(arguments[3]);
    until.tv_sec -= *plan.clock_offset;
    if (until.tv_sec < 0) until.tv_sec = 0;
    arguments[3] = reinterpret_cast<long>(&until);
  }
  return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

}  // extern "C"
