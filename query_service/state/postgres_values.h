// Values on their way to PostgreSQL and back, in its binary format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_result;

namespace tearsheet {

// The parameters of one statement: $1, $2 ... in the order of the calls. They are bound, never written into
// SQL.
class PostgresValues {
 public:
  PostgresValues& Int(int64_t value);
  PostgresValues& Bool(bool value);
  // PostgreSQL's text holds neither zero bytes nor malformed UTF-8: each such byte becomes U+FFFD, here as in
  // every question, so that what was stored is found again.
  PostgresValues& Text(std::string_view value);
  // Text that is looked up by an index, which takes no entry of more than 2.7 kB: of a longer one the
  // beginning and a hash.
  PostgresValues& Key(std::string_view value);
  PostgresValues& Bytes(std::string_view value);
  // Arrays. `Keys` treats each as Key does.
  PostgresValues& Texts(const std::vector<std::string>& values);
  PostgresValues& Keys(const std::vector<std::string>& values);
  PostgresValues& Ints(const std::vector<int64_t>& values);
  PostgresValues& Bools(const std::vector<bool>& values);
  PostgresValues& Blobs(const std::vector<std::string>& values);
  PostgresValues& Null();

  size_t size() const { return values_.size(); }
  // One entry per value, as libpq wants them; valid until the next value is added.
  const std::vector<unsigned int>& types() const { return types_; }
  std::vector<const char*> data() const;
  std::vector<int> lengths() const;
  std::vector<int> formats() const { return std::vector<int>(values_.size(), 1); }

 private:
  struct Value {
    std::string bytes;
    bool null = false;
  };
  PostgresValues& Add(unsigned int type, std::string bytes);

  std::vector<Value> values_;
  std::vector<unsigned int> types_;
};

// `text` as PostgreSQL can hold it; see PostgresValues::Text and Key.
std::string PostgresText(std::string_view text);
std::string PostgresKey(std::string_view text);

// The rows of one statement. Rows and columns count from 0; views are valid as long as the result.
class PostgresResult {
 public:
  PostgresResult() = default;
  // Takes ownership.
  explicit PostgresResult(pg_result* result) : result_(result) {}

  int rows() const;
  bool IsNull(int row, int column) const;
  // Of a bigint or integer.
  int64_t Int(int row, int column) const;
  bool Bool(int row, int column) const;
  // Of text and bytea.
  std::string_view Bytes(int row, int column) const;
  std::string String(int row, int column) const { return std::string(Bytes(row, column)); }
  // Rows that an INSERT, UPDATE or DELETE changed.
  int64_t affected() const;

  pg_result* get() const { return result_.get(); }

 private:
  struct Clearer {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clearer> result_;
};

}  // namespace tearsheet
