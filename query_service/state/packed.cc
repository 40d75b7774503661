#include "query_service/state/packed.h"

#include <zstd.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

// The fastest level that looks for all that is equal.
constexpr int kLevel = 1;
// No record is larger; a length beyond it is not one that was packed.
constexpr unsigned long long kMaxBytes = 1ULL << 30;

// Contexts are kept by thread: to make one costs more than to pack with it.
ZSTD_CCtx* Packer() {
  thread_local const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> packer = [] {
    std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> made(ZSTD_createCCtx(), ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(made.get(), ZSTD_c_compressionLevel, kLevel);
    return made;
  }();
  return packer.get();
}

ZSTD_DCtx* Unpacker() {
  thread_local const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> unpacker(ZSTD_createDCtx(),
                                                                                 ZSTD_freeDCtx);
  return unpacker.get();
}

}  // namespace

absl::StatusOr<std::string> Pack(std::string_view bytes, std::string_view like) {
  if (bytes.empty()) return "";
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  // A dictionary given this way counts for one call.
  ZSTD_CCtx_refPrefix(Packer(), like.data(), like.size());
  const size_t size = ZSTD_compress2(Packer(), packed.data(), packed.size(), bytes.data(), bytes.size());
  // There is room for the worst case.
  if (ZSTD_isError(size))
    return absl::ResourceExhaustedError(absl::StrCat("bytes cannot be packed: ", ZSTD_getErrorName(size)));
  packed.resize(size);
  return packed;
}

absl::StatusOr<std::string> Unpack(std::string_view packed, std::string_view like) {
  if (packed.empty()) return "";
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  const absl::Status damaged = absl::DataLossError(
      "the store holds bytes that cannot be unpacked; delete the store: it is rebuilt from the log");
  if (size > kMaxBytes) return damaged;
  std::string bytes(size, '\0');
  ZSTD_DCtx_refPrefix(Unpacker(), like.data(), like.size());
  const size_t made =
      ZSTD_decompressDCtx(Unpacker(), bytes.data(), bytes.size(), packed.data(), packed.size());
  if (ZSTD_isError(made) || made != size) return damaged;
  return bytes;
}

}  // namespace tearsheet
