#include "connection.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace example {

std::shared_ptr<grpc::Channel> Connect(const std::string& target, const std::string& service_config,
                                       const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  // Retries within a call, and round robin over the replicas.
  arguments.SetServiceConfigJSON(service_config);
  // A peer that has silently gone is noticed, also by a silent watch.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5'000);
  return grpc::CreateCustomChannel(target, credentials, arguments);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool IsPassing(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::CANCELLED:
      return true;
    default:
      return false;
  }
}

void Pauses::Wait() {
  std::uniform_int_distribution<int64_t> pause(limit_.count() / 2, limit_.count());
  std::this_thread::sleep_for(std::chrono::milliseconds(pause(random_)));
  limit_ = std::min(limit_ * 2, kLongest);
}

}  // namespace example
