#include "query_service/answers/tokens.h"

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/error.h"

namespace tearsheet {
namespace {

// Longer ones are not ours.
constexpr size_t kMaxTokenBytes = 4096;

// FNV-1a: the same on every replica and in every version. It guards against mix-ups, not against malice: a
// forged token reaches nothing that the caller may not read anyway.
uint64_t Hash(const std::string& text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

std::string Seal(const std::string& context, const std::string& payload) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(absl::Hex(Hash(absl::StrCat(context, "\n", payload)), absl::kZeroPad16), payload));
}

std::optional<std::string> Unseal(const std::string& context, const std::string& token) {
  std::string text;
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(token, &text) || text.size() < 16)
    return std::nullopt;
  std::string payload = text.substr(16);
  if (Seal(context, payload) != token) return std::nullopt;
  return payload;
}

// The request without what may differ from page to page.
std::string TokenContext(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  const auto* descriptor = copy->GetDescriptor();
  for (const char* name : {"page_token", "page_size"}) {
    if (const auto* field = descriptor->FindFieldByName(name))
      copy->GetReflection()->ClearField(copy.get(), field);
  }
  if (const auto* field = descriptor->FindFieldByName("read_point")) {
    auto* point = copy->GetReflection()->MutableMessage(copy.get(), field);
    point->GetReflection()->ClearField(point, point->GetDescriptor()->FindFieldByName("min_sequence"));
  }
  return absl::StrCat(descriptor->full_name(), "\n", copy->SerializeAsString());
}

}  // namespace

std::string MakePageToken(const google::protobuf::Message& request, const ListPlace& place) {
  return Seal(TokenContext(request), absl::StrCat(place.key, ":", place.version, ":", place.id));
}

absl::StatusOr<ListPlace> ReadPageToken(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("page_token");
  const std::string token = request.GetReflection()->GetString(request, field);
  const auto payload = Unseal(TokenContext(request), token);
  const std::vector<std::string> parts =
      payload ? absl::StrSplit(*payload, absl::MaxSplits(':', 2)) : std::vector<std::string>();
  ListPlace place;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &place.key) ||
      !absl::SimpleAtoi(parts[1], &place.version))
    return InvalidField("page_token",
                        "it is no token of an answer to this request; repeat the request without it");
  place.id = parts[2];
  return place;
}

std::string MakeWatchToken(const std::string& epoch, int64_t number) {
  return Seal("watch", absl::StrCat(epoch, ":", number));
}

absl::StatusOr<WatchPosition> ReadWatchToken(const std::string& token) {
  const auto payload = Unseal("watch", token);
  const std::vector<std::string> parts = payload ? absl::StrSplit(*payload, ':') : std::vector<std::string>();
  WatchPosition position;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &position.number) || position.number < 0)
    return InvalidField("token", "it is no token of WatchDeals or ListDeals");
  position.epoch = parts[0];
  return position;
}

}  // namespace tearsheet
