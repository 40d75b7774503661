#include "tests/bench/h2_load.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/support/temp_folder.h"

namespace tearsheet::testing {
namespace {

// The body of a gRPC call: one message, not compressed.
std::string Framed(const std::string& message) {
  std::string frame(5, '\0');
  for (int i = 0; i < 4; ++i) frame[1 + i] = static_cast<char>(message.size() >> (8 * (3 - i)));
  return frame + message;
}

}  // namespace

H2Result RunH2Load(int port, const H2Load& load) {
  TempFolder folder;
  std::ofstream(folder.File("body"), std::ios::binary) << Framed(load.request);
  std::string command = absl::StrCat("h2load -n ", load.calls, " -c ", load.connections, " -m ", load.streams,
                                     " -d ", folder.File("body"), " --log-file=", folder.File("log"),
                                     " -H 'content-type: application/grpc' -H 'te: trailers'");
  for (const std::string& header : load.headers) absl::StrAppend(&command, " -H '", header, "'");
  absl::StrAppend(&command, " ", load.scheme, "://127.0.0.1:", port, "/", load.method, " > ",
                  folder.File("output"));
  if (std::system(command.c_str()) != 0) {
    std::fprintf(stderr, "h2load failed: is the package nghttp2-client installed?\n");
    std::exit(1);
  }
  // One line per call: start in microseconds, HTTP status, duration in microseconds.
  std::ifstream log(folder.File("log"));
  std::vector<double> durations;
  double start = 0;
  double status = 0;
  double duration = 0;
  double first = 0;
  double last = 0;
  while (log >> start >> status >> duration) {
    if (status != 200) {
      std::fprintf(stderr, "a call of h2load failed\n");
      std::exit(1);
    }
    if (durations.empty()) first = start;
    first = std::min(first, start);
    last = std::max(last, start + duration);
    durations.push_back(duration);
  }
  if (std::ssize(durations) != load.calls) {
    std::fprintf(stderr, "h2load made %zu calls of %d\n", durations.size(), load.calls);
    std::exit(1);
  }
  std::sort(durations.begin(), durations.end());
  const auto at = [&](double share) {
    return durations[static_cast<size_t>(share * static_cast<double>(durations.size() - 1))] / 1000;
  };
  return {.calls_per_second = load.calls / ((last - first) / 1e6), .p50 = at(0.5), .p99 = at(0.99)};
}

}  // namespace tearsheet::testing
