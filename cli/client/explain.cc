#include "cli/client/explain.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/display_width.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "google/rpc/error_details.pb.h"

namespace tearsheet {
namespace {

// "field: description" of every violation; the description alone where it starts with the field.
std::vector<std::string> Violations(const absl::Status& status) {
  std::vector<std::string> lines;
  const google::rpc::Status proto = StatusToProto(status);
  for (const auto& detail : proto.details()) {
    google::rpc::BadRequest bad;
    if (!detail.Is<google::rpc::BadRequest>() || !detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations())
      lines.push_back(CleanLine(absl::StrCat(violation.field(), ": ", violation.description())));
  }
  return lines;
}

// The services put an ErrorInfo into every error of theirs; an error without one is gRPC's own.
bool ServiceSaidIt(const absl::Status& status) { return !ErrorReason(status).empty(); }

}  // namespace

absl::Status ExplainCall(const grpc::Status& status, const Endpoint& endpoint, absl::Duration timeout) {
  const absl::Status plain = FromGrpcStatus(status);
  if (plain.ok() || ServiceSaidIt(plain)) return plain;
  const std::string& address = endpoint.address;
  switch (plain.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::UnavailableError(absl::StrCat("nothing answers at ", address, ": start ", endpoint.program,
                                                 " or give ", endpoint.option, "=HOST:PORT"));
    case absl::StatusCode::kDeadlineExceeded:
      return absl::DeadlineExceededError(
          absl::StrCat(endpoint.program, " at ", address, " gave no answer within ",
                       absl::FormatDuration(timeout), ": try again or give a longer --timeout"));
    case absl::StatusCode::kUnimplemented:
      return absl::UnimplementedError(absl::StrCat("the server at ", address,
                                                   " does not know this call: is it ", endpoint.program,
                                                   " of this version?"));
    case absl::StatusCode::kResourceExhausted:
      return absl::ResourceExhaustedError(
          absl::StrCat("the answer of ", address, " is too large or too many calls are in flight (",
                       plain.message(), "): narrow the question or try again"));
    default:
      return {plain.code(), absl::StrCat(endpoint.program, " at ", address, ": ", plain.message())};
  }
}

std::string ErrorText(const absl::Status& status) {
  std::string text = CleanLine(std::string(status.message()));
  if (text.empty()) text = absl::StatusCodeToString(status.code());
  const auto violations = Violations(status);
  if (violations.size() > 1) {
    for (const auto& line : violations) absl::StrAppend(&text, "\n  ", line);
  }
  if (const absl::Duration delay = RetryDelay(status); delay > absl::ZeroDuration())
    absl::StrAppend(&text, "\n  try again in ", absl::FormatDuration(delay));
  return text;
}

std::string RefusalText(const absl::Status& status) {
  const auto violations = Violations(status);
  return violations.empty() ? CleanLine(std::string(status.message())) : absl::StrJoin(violations, "; ");
}

}  // namespace tearsheet
