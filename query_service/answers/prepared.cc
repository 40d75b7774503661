#include "query_service/answers/prepared.h"

#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace tearsheet {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

void AppendVarint(uint64_t value, std::string& bytes) {
  uint8_t buffer[10];
  const uint8_t* end = CodedOutputStream::WriteVarint64ToArray(value, buffer);
  bytes.append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(end - buffer));
}

}  // namespace

absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& request) {
  grpc::Slice slice;
  // Requests are short: one slice, seldom two.
  if (!bytes.TrySingleSlice(&slice).ok() && !bytes.DumpToSingleSlice(&slice).ok())
    return absl::InternalError("the request cannot be read");
  if (!request.ParseFromArray(slice.begin(), static_cast<int>(slice.size())))
    return absl::InvalidArgumentError("the request is no message of this method");
  return absl::OkStatus();
}

void PreparedAnswer::AddBytes(int field, const std::string& bytes) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), bytes_);
  AppendVarint(bytes.size(), bytes_);
  bytes_ += bytes;
}

void PreparedAnswer::AddInt64(int field, int64_t value) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_VARINT), bytes_);
  AppendVarint(static_cast<uint64_t>(value), bytes_);
}

void PreparedAnswer::AddShared(int field, const std::string& bytes, std::shared_ptr<const void> owner) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), bytes_);
  AppendVarint(bytes.size(), bytes_);
  Flush();
  using Owner = std::shared_ptr<const void>;
  // gRPC does not write to the bytes of a slice; that its interface takes them as writable is history.
  slices_.emplace_back(
      const_cast<char*>(bytes.data()), bytes.size(), [](void* kept) { delete static_cast<Owner*>(kept); },
      new Owner(std::move(owner)));
}

void PreparedAnswer::Flush() {
  if (!bytes_.empty()) slices_.emplace_back(bytes_);
  bytes_.clear();
}

grpc::ByteBuffer PreparedAnswer::Take() {
  Flush();
  const grpc::ByteBuffer answer(slices_.data(), slices_.size());
  slices_.clear();
  return answer;
}

}  // namespace tearsheet
