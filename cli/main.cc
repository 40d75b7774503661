// tearsheet: the command line.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "cli/commands/program.h"

namespace {

constexpr int kDefaultWidth = 80;
constexpr int kLeastWidth = 20;

// Columns of the terminal behind `descriptor`; 80 when it is none.
int TerminalWidth(int descriptor) {
  winsize size = {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col < kLeastWidth) return kDefaultWidth;
  return size.ws_col;
}

// NO_COLOR (any value) and TERM=dumb switch colours off; a pipe or file never gets them.
bool WantsColour() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0') &&
         (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
}

}  // namespace

int main(int argc, char** argv) {
  // Abseil of this package looks for deadlocks of mutexes, which costs time in gRPC.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  std::ios::sync_with_stdio(false);
  tearsheet::Console console{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .width = TerminalWidth(isatty(STDOUT_FILENO) != 0 ? STDOUT_FILENO : STDERR_FILENO),
      .colour = WantsColour(),
      .err_is_terminal = isatty(STDERR_FILENO) != 0};
  return tearsheet::RunTearsheet({argv + 1, argv + argc}, console, tearsheet::Clock::Real());
}
