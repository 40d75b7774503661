// Follows all deals for ever and misses no change: follow HOST:PORT SERVICE_CONFIG TOKEN_FILE. Prints "NAME
// present", "NAME created", "NAME updated" or "NAME removed". The file keeps the place to go on from, so that
// this program may be stopped and started, and the service too. A change whose place was not yet kept comes
// again: do with it what can be done twice.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "connection.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace example {
namespace {

using Service = tearsheet::v1::QueryService::Stub;

// The place in the changes, kept over restarts.
class TokenFile {
 public:
  explicit TokenFile(std::string path) : path_(std::move(path)) {
    if (std::ifstream file(path_); file) file >> token_;
  }

  const std::string& token() const { return token_; }

  // Written whole and renamed into place: a crash leaves the old one or the new one.
  void Keep(const std::string& token) {
    const std::string draft = path_ + ".new";
    if (!(std::ofstream(draft) << token << std::flush)) throw std::runtime_error("cannot write " + draft);
    if (std::rename(draft.c_str(), path_.c_str()) != 0) throw std::runtime_error("cannot write " + path_);
    token_ = token;
  }

 private:
  const std::string path_;
  std::string token_;
};

const char* Name(tearsheet::v1::DealChangeKind kind) {
  switch (kind) {
    case tearsheet::v1::DEAL_CHANGE_KIND_CREATED:
      return "created";
    case tearsheet::v1::DEAL_CHANGE_KIND_UPDATED:
      return "updated";
    case tearsheet::v1::DEAL_CHANGE_KIND_REMOVED:
      return "removed";
    default:
      return "changed";
  }
}

// Every deal there is. What changes during the walk comes afterwards: the token is that of the first page.
grpc::Status ReadAll(Service& service, TokenFile& place) {
  tearsheet::v1::ListDealsRequest request;
  request.set_page_size(1000);
  std::string token;
  while (true) {
    grpc::ClientContext call;
    tearsheet::v1::ListDealsResponse page;
    if (grpc::Status status = service.ListDeals(&call, request, &page); !status.ok()) return status;
    if (token.empty()) token = page.watch_token();
    for (const auto& deal : page.deals()) std::cout << deal.name() << " present" << std::endl;
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  place.Keep(token);
  return grpc::Status::OK;
}

// Prints changes until the stream breaks; says why it did.
grpc::Status Follow(Service& service, TokenFile& place, Pauses& pauses) {
  if (place.token().empty()) {
    if (grpc::Status status = ReadAll(service, place); !status.ok()) return status;
  }
  // No deadline: a watch has no end. A sign of life without a change comes every few seconds; it moves the
  // token too.
  grpc::ClientContext call;
  tearsheet::v1::WatchDealsRequest request;
  request.set_token(place.token());
  const auto stream = service.WatchDeals(&call, request);
  for (tearsheet::v1::WatchDealsResponse step; stream->Read(&step);) {
    if (step.has_change())
      std::cout << step.change().deal().name() << ' ' << Name(step.change().kind()) << std::endl;
    place.Keep(step.token());
    pauses.Reset();
  }
  return stream->Finish();
}

void Run(const std::string& target, const std::string& service_config, const std::string& path) {
  const auto channel = Connect(target, ReadFile(service_config), grpc::InsecureChannelCredentials());
  const auto service = tearsheet::v1::QueryService::NewStub(channel);
  TokenFile place(path);
  for (Pauses pauses;; pauses.Wait()) {
    const grpc::Status status = Follow(*service, place, pauses);
    if (status.error_code() == grpc::StatusCode::OUT_OF_RANGE) {
      place.Keep("");  // Away for longer than changes are kept, or the state was rebuilt: read all again.
    } else if (!status.ok() && !IsPassing(status)) {
      throw std::runtime_error(status.error_message());
    }
  }
}

}  // namespace
}  // namespace example

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: follow HOST:PORT SERVICE_CONFIG TOKEN_FILE\n";
    return 2;
  }
  try {
    example::Run(argv[1], argv[2], argv[3]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
