#include "event_log/record_format.h"

#include <xxhash.h>

#include <cstddef>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/strings.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace tearsheet {
namespace {

// Appends `value` as eight bytes, least significant first, on every machine.
void UpdateInt(XXH3_state_t* state, uint64_t value) {
  unsigned char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(value >> (8 * i));
  XXH3_64bits_update(state, bytes, sizeof(bytes));
}

}  // namespace

uint64_t RecordChecksum(int64_t sequence, std::string_view record_id, std::string_view payload) {
  struct Freer {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  // One state per thread: it is larger than most stack frames should be.
  thread_local const std::unique_ptr<XXH3_state_t, Freer> state(XXH3_createState());
  XXH3_64bits_reset(state.get());
  UpdateInt(state.get(), static_cast<uint64_t>(sequence));
  // The length keeps the border between id and payload.
  UpdateInt(state.get(), record_id.size());
  XXH3_64bits_update(state.get(), record_id.data(), record_id.size());
  XXH3_64bits_update(state.get(), payload.data(), payload.size());
  return XXH3_64bits_digest(state.get());
}

std::string EncodeRecord(const log::v1::LogRecord& record) {
  // Of its size at once: growing would cost more than writing.
  std::string payload(record.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream bytes(payload.data(), static_cast<int>(payload.size()));
  google::protobuf::io::CodedOutputStream output(&bytes);
  output.SetSerializationDeterministic(true);
  record.SerializeWithCachedSizes(&output);
  return payload;
}

absl::StatusOr<log::v1::LogRecord> DecodeRecord(int64_t sequence, std::string_view record_id,
                                                std::string_view payload, uint64_t checksum) {
  if (RecordChecksum(sequence, record_id, payload) != checksum)
    return DamagedRecord(sequence, "its checksum does not fit its bytes");
  log::v1::LogRecord record;
  if (!record.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
    return DamagedRecord(sequence, "its payload is no LogRecord");
  if (record.record_id() != record_id)
    return DamagedRecord(sequence, "it is stored under another record's id");
  return record;
}

absl::Status DamagedRecord(int64_t sequence, std::string_view what) {
  return ErrorBuilder(absl::StatusCode::kDataLoss, "LOG_DAMAGED",
                      absl::StrCat("record ", sequence, " of the event log is damaged: ", Absl(what),
                                   "; restore the log from a backup, or copy what is intact with "
                                   "tearsheet-ingest --repair_log=NEWFILE"))
      .Metadata("sequence", absl::StrCat(sequence))
      .Build();
}

}  // namespace tearsheet
