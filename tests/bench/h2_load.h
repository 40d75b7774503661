// Load from h2load (package nghttp2-client), a process of its own: a gRPC client of C++ costs more per call
// than a server, and would be half of what is measured.
#pragma once

#include <string>
#include <vector>

namespace tearsheet::testing {

struct H2Load {
  // Calls at a time are connections times streams.
  int connections = 4;
  int streams = 16;
  int calls = 20'000;
  // "METHOD" of the URL scheme://host:port/METHOD.
  std::string scheme = "http";
  std::string method = {};
  // The serialised request.
  std::string request = {};
  // "name: value".
  std::vector<std::string> headers = {};
};

struct H2Result {
  double calls_per_second = 0;
  // Milliseconds, as the caller sees them.
  double p50 = 0;
  double p99 = 0;
};

// Ends the process with a sentence when h2load is missing or calls fail; h2load sees HTTP errors only, so ask
// once with a gRPC client before.
H2Result RunH2Load(int port, const H2Load& load);

}  // namespace tearsheet::testing
