#include "ingest_service/request_parser.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/utf8.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "ingest_service/errors.h"

namespace tearsheet {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::UnknownFieldSet;

// The error of the first text field that is no UTF-8. Reads the bytes as fields without a schema, where any
// bytes will do, and compares them with the schema afterwards.
std::optional<absl::Status> FindInvalidText(const Descriptor& type, const std::string& bytes,
                                            const std::string& prefix) {
  UnknownFieldSet fields;
  if (!fields.ParseFromString(bytes)) return std::nullopt;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) continue;
    const FieldDescriptor* known = type.FindFieldByNumber(field.number());
    if (known == nullptr) continue;
    const std::string path = prefix + known->name();
    if (known->type() == FieldDescriptor::TYPE_STRING) {
      if (const auto bad = FirstInvalidUtf8(field.length_delimited()))
        return InvalidField(path,
                            absl::StrCat("is not valid UTF-8 at byte ", *bad, "; convert it before sending"));
    } else if (known->type() == FieldDescriptor::TYPE_MESSAGE) {
      if (auto error = FindInvalidText(*known->message_type(), field.length_delimited(), path + "."))
        return error;
    }
  }
  return std::nullopt;
}

}  // namespace

absl::Status ParseRequest(std::string_view bytes, google::protobuf::Message& request) {
  if (request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  const Descriptor& type = *request.GetDescriptor();
  if (auto error = FindInvalidText(type, std::string(bytes), "")) return *std::move(error);
  return MalformedRequest(type.full_name());
}

absl::Status ParseRequest(const grpc::ByteBuffer& bytes, google::protobuf::Message& request) {
  grpc::Slice slice;
  // One slice holds nearly every request; only those of several are copied into one.
  if (bytes.TrySingleSlice(&slice).ok())
    return ParseRequest(std::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()),
                        request);
  if (!bytes.DumpToSingleSlice(&slice).ok()) return MalformedRequest(request.GetDescriptor()->full_name());
  return ParseRequest(std::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()), request);
}

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  // Written in place: the slice is ours alone until it is part of a buffer.
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace tearsheet
