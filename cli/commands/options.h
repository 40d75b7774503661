// Options that several commands have.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

struct Session;

// --format=table|jsonl. Sets session.jsonl; borrows `session`.
void AddFormatOption(CLI::App& command, Session& session);

// --trace-file=FILE, where the command's spans go. Borrows `path`.
void AddTraceOption(CLI::App& command, std::string& path);

// An option that takes 2025-12-17T12:00:00Z or 2025-12-17 (midnight UTC). Borrows `time`.
CLI::Option* AddTimeOption(CLI::App& command, const std::string& name, std::optional<absl::Time>& time,
                           const std::string& help);

// --limit=N of a list of `what` ("deals"); 0: all. Borrows `limit`.
void AddLimitOption(CLI::App& command, int64_t& limit, const std::string& what);

// --as-of, --as-of-ingested and --min-sequence. Borrows `read_point`.
void AddReadPointOptions(CLI::App& command, v1::ReadPoint& read_point);

// --type and --status, each once or several times, in any case ("in_talks" is no status: the error lists
// them). Borrow.
void AddTypeOption(CLI::App& command, std::vector<std::string>& types);
void AddStatusOption(CLI::App& command, std::vector<v1::Status>& statuses);

// `name` with "deals/" or the like in front unless it is there.
std::string ResourceName(const std::string& collection, const std::string& name);

}  // namespace tearsheet
