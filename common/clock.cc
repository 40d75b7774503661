#include "common/clock.h"

#include "absl/time/clock.h"

namespace tearsheet {
namespace {

class RealClock : public Clock {
 public:
  absl::Time TimeNow() override { return absl::Now(); }
};

}  // namespace

Clock& Clock::Real() {
  static RealClock* clock = new RealClock;  // never destroyed: threads may outlive main
  return *clock;
}

}  // namespace tearsheet
