#include "event_log/record_ids.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

// Ids that go into the index for each appended record: a round is written before the next one is full.
constexpr size_t kDuePerRecord = 4;

}  // namespace

absl::Status RecordIds::Load(SqliteConnection& connection, int64_t last) {
  round_.clear();
  written_ = due_ = 0;
  ASSIGN_OR_RETURN(const int64_t indexed, connection.QueryInt("SELECT until FROM indexed"));
  ASSIGN_OR_RETURN(
      SqliteStatement rows,
      connection.Prepare("SELECT record_id, sequence FROM records WHERE sequence > ? AND sequence <= ?"));
  rows.Bind(1, indexed).Bind(2, last);
  absl::MutexLock lock(&mutex_);
  newest_.clear();
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) break;
    newest_.emplace(std::string(rows.Bytes(0)), rows.Int(1));
  }
  BeginRoundIfFull();
  return absl::OkStatus();
}

std::optional<int64_t> RecordIds::FindNewest(const std::string& id) const {
  absl::MutexLock lock(&mutex_);
  const auto found = newest_.find(id);
  if (found == newest_.end()) return std::nullopt;
  return found->second;
}

absl::Status RecordIds::WriteDue(SqliteConnection& connection, size_t records) {
  due_ = std::min(round_.size() - written_, records * kDuePerRecord);
  if (due_ == 0) return absl::OkStatus();
  // A start after a crash in the middle of a round writes part of it again.
  ASSIGN_OR_RETURN(SqliteStatement insert,
                   connection.Prepare("INSERT OR REPLACE INTO record_ids VALUES (?, ?)"));
  for (size_t i = written_; i < written_ + due_; ++i)
    RETURN_IF_ERROR(insert.BindText(1, round_[i].first).Bind(2, round_[i].second).Run());
  if (written_ + due_ < round_.size()) return absl::OkStatus();
  return connection.Execute(absl::StrCat("UPDATE indexed SET until = ", round_end_));
}

void RecordIds::Committed(std::vector<Entry> added) {
  absl::MutexLock lock(&mutex_);
  for (Entry& entry : added) newest_.insert(std::move(entry));
  written_ += due_;
  due_ = 0;
  if (written_ < round_.size()) return;
  // Who does not find these in memory any more finds them in the index: the transaction is visible.
  for (const Entry& entry : round_) newest_.erase(entry.first);
  round_.clear();
  written_ = 0;
  BeginRoundIfFull();
}

void RecordIds::BeginRoundIfFull() {
  if (newest_.size() < round_size_) return;
  round_.assign(newest_.begin(), newest_.end());
  std::sort(round_.begin(), round_.end());
  round_end_ = std::max_element(round_.begin(), round_.end(), [](const Entry& a, const Entry& b) {
                 return a.second < b.second;
               })->second;
}

}  // namespace tearsheet
