// Errors with google.rpc details, carried as payloads of absl::Status and written out once at the gRPC edge.
//
// Every service keeps its named errors in an errors.{h,cc} of its own, built with this:
//   return ErrorBuilder(absl::StatusCode::kNotFound, "DEAL_NOT_FOUND", "no deal is called 'deals/x'")
//       .Resource("tearsheet.v1.Deal", name)
//       .Build();
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tearsheet {

// Builds one error. Not thread-safe.
class ErrorBuilder {
 public:
  // `reason` is a stable UPPER_SNAKE_CASE id of at most 63 characters; `message` is for people and says what
  // was wrong and what to do.
  ErrorBuilder(absl::StatusCode code, std::string_view reason, std::string_view message);

  // Adds a variable part of the message for programs.
  ErrorBuilder& Metadata(std::string_view key, std::string_view value);
  // Adds a bad field; `path` as in "article.publish_time".
  ErrorBuilder& Field(std::string_view path, std::string_view description);
  // Names what the error is about.
  ErrorBuilder& Resource(std::string_view type, std::string_view name);
  // Tells the caller that another try after `delay` can help.
  ErrorBuilder& RetryAfter(absl::Duration delay);

  // The status with all details as payloads.
  absl::Status Build() const;

 private:
  absl::StatusCode code_;
  std::string message_;
  google::rpc::ErrorInfo info_;
  google::rpc::BadRequest bad_request_;
  google::rpc::ResourceInfo resource_;
  google::rpc::RetryInfo retry_;
};

// INVALID_ARGUMENT for one field, with ErrorInfo and BadRequest; the message reads "{path}: {description}".
absl::Status InvalidField(std::string_view path, std::string_view description);

// The wire form of `status`, with every detail. A status without ErrorInfo gets one whose reason is its code.
google::rpc::Status StatusToProto(const absl::Status& status);

// The inverse.
absl::Status StatusFromProto(const google::rpc::Status& proto);

// The reason of the ErrorInfo; empty when there is none.
std::string ErrorReason(const absl::Status& status);

// The delay of the RetryInfo; zero when there is none.
absl::Duration RetryDelay(const absl::Status& status);

}  // namespace tearsheet
