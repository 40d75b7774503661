#include "query_service/answers/prepared.h"

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

void PreparedAnswer::AddBytes(int field, const std::string& bytes) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), bytes_);
  AppendVarint(bytes.size(), bytes_);
  bytes_ += bytes;
}

void PreparedAnswer::AddInt64(int field, int64_t value) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_VARINT), bytes_);
  AppendVarint(static_cast<uint64_t>(value), bytes_);
}

grpc::ByteBuffer PreparedAnswer::Take() {
  const grpc::Slice slice(bytes_);
  bytes_.clear();
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace tearsheet
