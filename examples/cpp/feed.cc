// Feeds articles, each until it is durable: feed HOST:PORT SERVICE_CONFIG FILE, with one article per line in
// the Protobuf JSON form. Prints "NAME SEQUENCE new" or "NAME SEQUENCE again" for each.
#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "connection.h"
#include "google/protobuf/util/json_util.h"
#include "tearsheet/v1/ingest_service.grpc.pb.h"

namespace example {
namespace {

using Clock = std::chrono::steady_clock;
using Service = tearsheet::v1::IngestService::Stub;

constexpr std::chrono::seconds kTry{10};
constexpr std::chrono::seconds kPatience{300};

// Returns the answer once the article is durable, whatever happens to the service meanwhile. Sending an
// article again is safe: its id is made of its URI and text, and the service answers the second time as it
// did the first. So a try without an answer is simply repeated. An error after kPatience, and at once for
// what no repetition mends.
grpc::Status Ingest(Service& service, const tearsheet::v1::IngestArticleRequest& request,
                    tearsheet::v1::IngestArticleResponse& response) {
  const Clock::time_point end = Clock::now() + kPatience;
  Pauses pauses;
  while (true) {
    grpc::ClientContext call;
    const gpr_timespec limit = gpr_time_from_seconds(kTry.count(), GPR_TIMESPAN);
    call.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), limit));
    grpc::Status status = service.IngestArticle(&call, request, &response);
    if (status.ok() || !IsPassing(status) || Clock::now() > end) return status;
    pauses.Wait();
  }
}

void Run(const std::string& target, const std::string& service_config, const std::string& path) {
  const auto channel = Connect(target, ReadFile(service_config), grpc::InsecureChannelCredentials());
  const auto service = tearsheet::v1::IngestService::NewStub(channel);
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) {
    tearsheet::v1::IngestArticleRequest request;
    tearsheet::v1::IngestArticleResponse response;
    const auto parsed = google::protobuf::util::JsonStringToMessage(line, request.mutable_article());
    if (!parsed.ok()) throw std::runtime_error(parsed.ToString());
    const grpc::Status status = Ingest(*service, request, response);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    std::cout << response.name() << ' ' << response.sequence() << (response.duplicate() ? " again" : " new")
              << std::endl;
  }
}

}  // namespace
}  // namespace example

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: feed HOST:PORT SERVICE_CONFIG FILE\n";
    return 2;
  }
  try {
    example::Run(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
