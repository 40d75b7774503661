#include "cli/commands/options.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/commands/program.h"
#include "common/proto_time.h"

namespace tearsheet {
namespace {

// "advanced talks" and "advanced-talks" mean ADVANCED_TALKS.
std::string ToId(const std::string& word) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(word), {{" ", "_"}, {"-", "_"}});
}

v1::Status ParseStatus(const std::string& word) {
  v1::Status status = v1::STATUS_UNSPECIFIED;
  if (v1::Status_Parse(ToId(word), &status) && status != v1::STATUS_UNSPECIFIED) return status;
  std::vector<std::string> names;
  for (int i = v1::STATUS_UNSPECIFIED + 1; i <= v1::Status_MAX; ++i) {
    if (v1::Status_IsValid(i)) names.push_back(v1::Status_Name(static_cast<v1::Status>(i)));
  }
  throw CLI::ValidationError(
      "--status", absl::StrCat("'", word, "' is no status; there are ", absl::StrJoin(names, ", ")));
}

}  // namespace

void AddFormatOption(CLI::App& command, Session& session) {
  command
      .add_option_function<std::string>(
          "--format", [&session](const std::string& format) { session.jsonl = format == "jsonl"; },
          "table for people, jsonl for programs: one object per line")
      ->check(CLI::IsMember({"table", "jsonl"}))
      ->default_str("table");
}

void AddTraceOption(CLI::App& command, std::string& path) {
  command
      .add_option("--trace-file", path,
                  "append OpenTelemetry spans to this file, as the services do to theirs")
      ->type_name("FILE");
}

CLI::Option* AddTimeOption(CLI::App& command, const std::string& name, std::optional<absl::Time>& time,
                           const std::string& help) {
  return command
      .add_option_function<std::string>(
          name,
          [&time, name](const std::string& text) {
            const auto parsed = ParseTime(text);
            if (!parsed.ok()) throw CLI::ValidationError(name, std::string(parsed.status().message()));
            time = *parsed;
          },
          help)
      ->type_name("TIME");
}

void AddLimitOption(CLI::App& command, int64_t& limit, const std::string& what) {
  command.add_option("--limit", limit, absl::StrCat("at most N ", what, "; 0: all"))
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
}

void AddReadPointOptions(CLI::App& command, v1::ReadPoint& read_point) {
  const auto add = [&](const std::string& name, google::protobuf::Timestamp* (v1::ReadPoint::*field)(),
                       const char* help) {
    return command
        .add_option_function<std::string>(
            name,
            [&read_point, field, name](const std::string& text) {
              const auto parsed = ParseTime(text);
              if (!parsed.ok()) throw CLI::ValidationError(name, std::string(parsed.status().message()));
              *(read_point.*field)() = TimeToProto(*parsed);
            },
            help)
        ->type_name("TIME");
  };
  CLI::Option* published =
      add("--as-of", &v1::ReadPoint::mutable_publish_time, "as known from what was published until TIME");
  CLI::Option* ingested = add("--as-of-ingested", &v1::ReadPoint::mutable_ingest_time,
                              "as known from what was taken in until TIME");
  published->excludes(ingested);
  command
      .add_option_function<int64_t>(
          "--min-sequence", [&read_point](const int64_t& sequence) { read_point.set_min_sequence(sequence); },
          "wait until this sequence of the log is applied")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
}

void AddTypeOption(CLI::App& command, std::vector<std::string>& types) {
  command
      .add_option_function<std::vector<std::string>>(
          "--type",
          [&types](const std::vector<std::string>& words) {
            for (const auto& word : words) types.push_back(ToId(word));
          },
          "event type, for example INVESTMENT; may be repeated (tearsheet ontology lists them)")
      ->type_name("TYPE")
      ->allow_extra_args(false);
}

void AddStatusOption(CLI::App& command, std::vector<v1::Status>& statuses) {
  command
      .add_option_function<std::vector<std::string>>(
          "--status",
          [&statuses](const std::vector<std::string>& words) {
            for (const auto& word : words) statuses.push_back(ParseStatus(word));
          },
          "status, for example AGREED; may be repeated")
      ->type_name("STATUS")
      ->allow_extra_args(false);
}

std::string ResourceName(const std::string& collection, const std::string& name) {
  return absl::StrContains(name, '/') ? name : absl::StrCat(collection, "/", name);
}

}  // namespace tearsheet
