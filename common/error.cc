#include "common/error.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

constexpr char kDomain[] = "tearsheet";
constexpr char kTypePrefix[] = "type.googleapis.com/";
// gRPC sends errors in HTTP/2 trailers, which many servers and proxies bound at 8 KiB.
constexpr size_t kMaxMessageBytes = 2000;

template <typename Detail>
void AddDetail(const Detail& detail, absl::Status& status) {
  status.SetPayload(absl::StrCat(kTypePrefix, Detail::descriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> FindDetail(const absl::Status& status) {
  const auto payload = status.GetPayload(absl::StrCat(kTypePrefix, Detail::descriptor()->full_name()));
  Detail detail;
  if (!payload || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

}  // namespace

ErrorBuilder::ErrorBuilder(absl::StatusCode code, std::string_view reason, std::string_view message)
    : code_(code), message_(message.substr(0, kMaxMessageBytes)) {
  info_.set_reason(std::string(reason));
  info_.set_domain(kDomain);
}

ErrorBuilder& ErrorBuilder::Metadata(std::string_view key, std::string_view value) {
  (*info_.mutable_metadata())[std::string(key)] = std::string(value);
  return *this;
}

ErrorBuilder& ErrorBuilder::Field(std::string_view path, std::string_view description) {
  auto& violation = *bad_request_.add_field_violations();
  violation.set_field(std::string(path));
  violation.set_description(std::string(description));
  return *this;
}

ErrorBuilder& ErrorBuilder::Resource(std::string_view type, std::string_view name) {
  resource_.set_resource_type(std::string(type));
  resource_.set_resource_name(std::string(name));
  return *this;
}

ErrorBuilder& ErrorBuilder::RetryAfter(absl::Duration delay) {
  retry_.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry_.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>((delay - absl::Seconds(absl::ToInt64Seconds(delay))) / absl::Nanoseconds(1)));
  return *this;
}

absl::Status ErrorBuilder::Build() const {
  absl::Status status(code_, message_);
  AddDetail(info_, status);
  if (bad_request_.field_violations_size() > 0) AddDetail(bad_request_, status);
  if (!resource_.resource_type().empty()) AddDetail(resource_, status);
  if (retry_.has_retry_delay()) AddDetail(retry_, status);
  return status;
}

absl::Status InvalidField(std::string_view path, std::string_view description) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "INVALID_FIELD",
                      absl::StrCat(Absl(path), ": ", Absl(description)))
      .Metadata("field", path)
      .Field(path, description)
      .Build();
}

google::rpc::Status StatusToProto(const absl::Status& status) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(std::string(status.message().substr(0, kMaxMessageBytes)));
  if (status.ok()) return proto;
  absl::Status complete = status;
  if (!FindDetail<google::rpc::ErrorInfo>(status)) {
    google::rpc::ErrorInfo info;
    info.set_reason(absl::StatusCodeToString(status.code()));
    info.set_domain(kDomain);
    AddDetail(info, complete);
  }
  complete.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    auto& any = *proto.add_details();
    any.set_type_url(std::string(type_url));
    any.set_value(std::string(payload));
  });
  return proto;
}

absl::Status StatusFromProto(const google::rpc::Status& proto) {
  absl::Status status(static_cast<absl::StatusCode>(proto.code()), proto.message());
  for (const auto& detail : proto.details()) status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  return status;
}

std::string ErrorReason(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::ErrorInfo>(status);
  return info ? info->reason() : "";
}

absl::Duration RetryDelay(const absl::Status& status) {
  const auto retry = FindDetail<google::rpc::RetryInfo>(status);
  if (!retry) return absl::ZeroDuration();
  return absl::Seconds(retry->retry_delay().seconds()) + absl::Nanoseconds(retry->retry_delay().nanos());
}

}  // namespace tearsheet
