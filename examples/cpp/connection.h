// What both examples share: a channel that balances and retries, and pauses between tries.
#pragma once

#include <chrono>
#include <memory>
#include <random>
#include <string>

#include "grpcpp/grpcpp.h"

namespace example {

// A channel to "HOST:PORT", or to every replica behind "dns:///NAME:PORT". `service_config` is the text of
// examples/service_config.json. Throws std::runtime_error when it cannot be read.
std::shared_ptr<grpc::Channel> Connect(const std::string& target, const std::string& service_config,
                                       const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// The text of a file. Throws std::runtime_error when it cannot be read.
std::string ReadFile(const std::string& path);

// Whether another try may go better: the service is away, going away, too slow for once, or asks for
// patience.
bool IsPassing(const grpc::Status& status);

// Waits longer and longer; at random, so that not all callers come back at once. Not thread-safe.
class Pauses {
 public:
  void Wait();
  void Reset() { limit_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{100};
  static constexpr std::chrono::milliseconds kLongest{5000};

  std::chrono::milliseconds limit_ = kFirst;
  std::mt19937 random_{std::random_device{}()};
};

}  // namespace example
