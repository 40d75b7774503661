#include "query_service/state/postgres_values.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/utf8.h"
#include "xxhash.h"

namespace tearsheet {
namespace {

// Object ids of types, which PostgreSQL never changes (pg_type.dat).
constexpr unsigned int kBool = 16;
constexpr unsigned int kBytea = 17;
constexpr unsigned int kInt8 = 20;
constexpr unsigned int kText = 25;
constexpr unsigned int kBoolArray = 1000;
constexpr unsigned int kByteaArray = 1001;
constexpr unsigned int kTextArray = 1009;
constexpr unsigned int kInt8Array = 1016;

// Half of what an entry of a B-tree can take, so that two keys fit into one.
constexpr size_t kMaxKey = 1200;
constexpr char kReplacement[] = "\uFFFD";

void AppendBigEndian(uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

std::string Int8(int64_t value) {
  std::string bytes;
  AppendBigEndian(static_cast<uint64_t>(value), 8, bytes);
  return bytes;
}

// The binary form of a one-dimensional array without nulls.
template <typename Values, typename Encode>
std::string Array(unsigned int type, const Values& values, Encode encode) {
  std::string bytes;
  AppendBigEndian(values.empty() ? 0 : 1, 4, bytes);  // dimensions
  AppendBigEndian(0, 4, bytes);                       // no nulls
  AppendBigEndian(type, 4, bytes);
  if (values.empty()) return bytes;
  AppendBigEndian(values.size(), 4, bytes);
  AppendBigEndian(1, 4, bytes);  // the first index
  for (const auto& value : values) {
    const std::string& element = encode(value);
    AppendBigEndian(element.size(), 4, bytes);
    bytes += element;
  }
  return bytes;
}

uint64_t BigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

}  // namespace

std::string PostgresText(std::string_view text) {
  std::string clean;
  while (true) {
    const size_t end = FirstInvalidUtf8(text).value_or(text.size());
    for (const char c : text.substr(0, end)) {
      if (c == '\0') {
        clean += kReplacement;
      } else {
        clean += c;
      }
    }
    if (end == text.size()) return clean;
    clean += kReplacement;
    text.remove_prefix(end + 1);
  }
}

std::string PostgresKey(std::string_view text) {
  if (text.size() <= kMaxKey) return PostgresText(text);
  const std::string_view beginning = text.substr(0, kMaxKey / 2);
  return absl::StrCat(PostgresText(beginning), "#",
                      absl::Hex(XXH3_64bits(text.data(), text.size()), absl::kZeroPad16));
}

PostgresValues& PostgresValues::Add(unsigned int type, std::string bytes) {
  types_.push_back(type);
  values_.push_back({std::move(bytes)});
  return *this;
}

PostgresValues& PostgresValues::Int(int64_t value) { return Add(kInt8, Int8(value)); }

PostgresValues& PostgresValues::Bool(bool value) { return Add(kBool, std::string(1, value ? '\1' : '\0')); }

PostgresValues& PostgresValues::Text(std::string_view value) { return Add(kText, PostgresText(value)); }

PostgresValues& PostgresValues::Key(std::string_view value) { return Add(kText, PostgresKey(value)); }

PostgresValues& PostgresValues::Bytes(std::string_view value) { return Add(kBytea, std::string(value)); }

PostgresValues& PostgresValues::Texts(const std::vector<std::string>& values) {
  return Add(kTextArray, Array(kText, values, [](const std::string& value) { return PostgresText(value); }));
}

PostgresValues& PostgresValues::Keys(const std::vector<std::string>& values) {
  return Add(kTextArray, Array(kText, values, [](const std::string& value) { return PostgresKey(value); }));
}

PostgresValues& PostgresValues::Ints(const std::vector<int64_t>& values) {
  return Add(kInt8Array, Array(kInt8, values, Int8));
}

PostgresValues& PostgresValues::Bools(const std::vector<bool>& values) {
  return Add(kBoolArray,
             Array(kBool, values, [](bool value) { return std::string(1, value ? '\1' : '\0'); }));
}

PostgresValues& PostgresValues::Blobs(const std::vector<std::string>& values) {
  return Add(kByteaArray,
             Array(kBytea, values, [](const std::string& value) -> const std::string& { return value; }));
}

PostgresValues& PostgresValues::Null() {
  types_.push_back(kText);
  values_.push_back({"", true});
  return *this;
}

std::vector<const char*> PostgresValues::data() const {
  std::vector<const char*> data;
  data.reserve(values_.size());
  for (const Value& value : values_) data.push_back(value.null ? nullptr : value.bytes.data());
  return data;
}

std::vector<int> PostgresValues::lengths() const {
  std::vector<int> lengths;
  lengths.reserve(values_.size());
  for (const Value& value : values_) lengths.push_back(static_cast<int>(value.bytes.size()));
  return lengths;
}

void PostgresResult::Clearer::operator()(pg_result* result) const { PQclear(result); }

int PostgresResult::rows() const { return PQntuples(result_.get()); }

bool PostgresResult::IsNull(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}

int64_t PostgresResult::Int(int row, int column) const {
  const std::string_view bytes = Bytes(row, column);
  // An integer of four bytes keeps its sign.
  if (bytes.size() == 4) return static_cast<int32_t>(BigEndian(bytes));
  return static_cast<int64_t>(BigEndian(bytes));
}

bool PostgresResult::Bool(int row, int column) const {
  const std::string_view bytes = Bytes(row, column);
  return !bytes.empty() && bytes.front() != '\0';
}

std::string_view PostgresResult::Bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<size_t>(PQgetlength(result_.get(), row, column))};
}

int64_t PostgresResult::affected() const { return std::atoll(PQcmdTuples(result_.get())); }

}  // namespace tearsheet
