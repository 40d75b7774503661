#include "ingest_service/syntax/model.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "ingest_service/mentions/short_hash.h"

namespace tearsheet {
namespace {

// The last figure counts versions of the format, of the tags and of the features.
constexpr std::string_view kMagic = "TSYNTAX1";
// Of a table; more would ask for memory that no model needs.
constexpr uint32_t kMostBits = 20;

uint32_t ZigZag(int32_t value) {
  return (static_cast<uint32_t>(value) << 1) ^ static_cast<uint32_t>(value >> 31);
}
int32_t UnZigZag(uint32_t value) {
  return static_cast<int32_t>(value >> 1) ^ -static_cast<int32_t>(value & 1);
}

void PutVarint(uint32_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  // Less than 2^32; an error is sticky and gives 0.
  uint32_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_[0]);
      rest_.remove_prefix(1);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value > UINT32_MAX) break;
        return static_cast<uint32_t>(value);
      }
    }
    failed_ = true;
    return 0;
  }

  bool failed() const { return failed_; }
  size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

absl::Status Damaged(std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("syntax model: ", absl::string_view(what.data(), what.size())));
}

// A row that is not empty, as the file has it.
template <int kClasses>
struct FileRow {
  uint16_t check = 0;
  int16_t weights[kClasses] = {};
};

template <int kClasses>
FileRow<kClasses> Get(const FeatureTable<kClasses>& table, size_t index) {
  FileRow<kClasses> row;
  row.check = table.row(index).check;
  for (int c = 0; c < kClasses; ++c) row.weights[c] = table.row(index).weights[c];
  return row;
}

template <int kClasses>
void Set(const FileRow<kClasses>& row, size_t index, FeatureTable<kClasses>& table) {
  table.row(index).check = row.check;
  for (int c = 0; c < kClasses; ++c) table.row(index).weights[c] = row.weights[c];
}

FileRow<kMoves> Get(const MoveTable& table, size_t index) {
  FileRow<kMoves> row;
  if (table.row(index) == 0) return row;
  row.check = MoveTable::CheckIn(table.row(index));
  for (int m = 0; m < kMoves; ++m)
    row.weights[m] = static_cast<int16_t>(MoveTable::WeightIn(table.row(index), m));
  return row;
}

void Set(const FileRow<kMoves>& row, size_t index, MoveTable& table) {
  table.row(index) = MoveTable::MakeRow(row.check, row.weights);
}

// Rows: the distance from the row before, the check, which weights are not zero, and those.
template <int kClasses, class Table>
void WriteTable(const Table& table, std::string& out) {
  std::string rows;
  uint32_t count = 0;
  size_t before = 0;
  for (size_t index = 0; index < size_t{1} << table.bits(); ++index) {
    const FileRow<kClasses> row = Get(table, index);
    if (row.check == 0) continue;
    uint32_t mask = 0;
    for (int c = 0; c < kClasses; ++c) mask |= row.weights[c] != 0 ? 1U << c : 0;
    PutVarint(static_cast<uint32_t>(index - before), rows);
    PutVarint(row.check, rows);
    PutVarint(mask, rows);
    for (int16_t weight : row.weights) {
      if (weight != 0) PutVarint(ZigZag(weight), rows);
    }
    before = index;
    ++count;
  }
  PutVarint(static_cast<uint32_t>(table.bits()), out);
  PutVarint(count, out);
  out += rows;
}

template <int kClasses, class Table>
absl::StatusOr<Table> ReadTable(ByteReader& reader) {
  const uint32_t bits = reader.Varint();
  const uint32_t count = reader.Varint();
  if (reader.failed() || bits < 1 || bits > kMostBits) return Damaged("a table has no size");
  Table table(static_cast<int>(bits));
  uint64_t index = 0;
  for (uint32_t i = 0; i < count; ++i) {
    index += reader.Varint();
    const uint32_t check = reader.Varint();
    const uint32_t mask = reader.Varint();
    if (reader.failed() || index >> bits != 0 || check > UINT16_MAX || uint64_t{mask} >> kClasses != 0)
      return Damaged("a row of a table is damaged");
    FileRow<kClasses> row;
    row.check = static_cast<uint16_t>(check);
    for (int c = 0; c < kClasses; ++c) {
      if ((mask >> c & 1) == 0) continue;
      const int32_t weight = UnZigZag(reader.Varint());
      // So that no sum of features leaves its bits.
      if (weight > kMaxWeight || weight < -kMaxWeight) return Damaged("a weight is out of range");
      row.weights[c] = static_cast<int16_t>(weight);
    }
    Set(row, index, table);
  }
  if (reader.failed()) return Damaged("it ends too early");
  return table;
}

}  // namespace

absl::StatusOr<SyntaxModel> ReadSyntaxModel(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic) return Damaged("this is none, or one of another version");
  ByteReader reader(bytes.substr(kMagic.size()));
  const uint32_t words = reader.Varint();
  if (words > reader.left()) return Damaged("it ends among its words");
  std::vector<uint32_t> hashes;
  hashes.reserve(words);
  uint32_t hash = 0;
  for (uint32_t i = 0; i < words; ++i) {
    hash += reader.Varint();
    if (hash == 0 || reader.failed()) return Damaged("a word is damaged");
    hashes.push_back(hash);
  }
  SyntaxModel model;
  model.known = KnownWords(std::move(hashes));
  ASSIGN_OR_RETURN(model.tags, (ReadTable<kTaggedPos, TagTable>(reader)));
  ASSIGN_OR_RETURN(model.moves, (ReadTable<kMoves, MoveTable>(reader)));
  ASSIGN_OR_RETURN(model.relations, (ReadTable<kRelations, RelationTable>(reader)));
  if (reader.failed() || reader.left() != 0) return Damaged("something stands behind it");
  model.version = ShortHash(std::string(bytes));
  return model;
}

std::string WriteSyntaxModel(const SyntaxModel& model) {
  std::string out(kMagic);
  PutVarint(static_cast<uint32_t>(model.known.hashes().size()), out);
  uint32_t before = 0;
  for (uint32_t hash : model.known.hashes()) {
    PutVarint(hash - before, out);
    before = hash;
  }
  WriteTable<kTaggedPos>(model.tags, out);
  WriteTable<kMoves>(model.moves, out);
  WriteTable<kRelations>(model.relations, out);
  return out;
}

}  // namespace tearsheet
