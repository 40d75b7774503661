// Addresses as flags write them, and which of them only this machine can reach.
#pragma once

#include <string>
#include <string_view>

namespace tearsheet {

// True for what other machines cannot reach: "127.0.0.1:7401" and the rest of 127/8, "[::1]:7401",
// "localhost:7401" and Unix sockets ("unix:PATH"). A name is not resolved: any other one counts as reachable.
bool IsLoopback(std::string_view address);

// A service to call.
struct Target {
  // "host:port" or "unix:PATH".
  std::string address;
  bool tls = false;
};

// Reads "grpcs://HOST:PORT" (TLS), "grpc://HOST:PORT" and, the same, "HOST:PORT".
Target ParseTarget(std::string_view text);

}  // namespace tearsheet
