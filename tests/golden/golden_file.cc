#include "tests/golden/golden_file.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tearsheet {
namespace {

void SetHeader(const std::string& line, v1::Article& article) {
  const size_t colon = line.find(": ");
  const std::string key = line.substr(1, colon - 1);
  const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
  if (key == "title") article.set_title(value);
  if (key == "publisher") article.mutable_publisher()->set_name(value);
  if (key == "language") article.set_language(value);
  if (key == "time") google::protobuf::util::TimeUtil::FromString(value, article.mutable_publish_time());
  if (key == "format" && value == "html") article.set_body_format(v1::BODY_FORMAT_HTML);
}

GoldenCase NewCase(const std::string& path, int line) {
  GoldenCase added;
  added.file = path;
  added.line = line;
  added.article.set_uri("https://golden.example/case");
  added.article.set_language("en");
  added.article.mutable_publisher()->set_name("Golden Post");
  google::protobuf::util::TimeUtil::FromString("2025-11-14T12:00:00Z", added.article.mutable_publish_time());
  return added;
}

template <typename Range>
std::string RenderRange(const Range& range) {
  std::string text = range.approximate() ? "~" : "";
  if (range.low() == range.high()) return absl::StrCat(text, range.low());
  return absl::StrCat(text, range.low(), "..", range.high());
}

}  // namespace

std::vector<GoldenCase> ReadGoldenFile(const std::string& path) {
  std::vector<GoldenCase> cases;
  std::ifstream in(path);
  bool open = false;
  bool expecting = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (absl::StartsWith(line, "#")) continue;
    if (line == "==") {
      open = false;
      continue;
    }
    if (!open) {
      if (line.empty()) continue;
      cases.push_back(NewCase(path, number));
      open = true;
      expecting = false;
    }
    GoldenCase& current = cases.back();
    if (line == "--") {
      expecting = true;
    } else if (expecting) {
      if (!line.empty()) current.expected.push_back(line);
    } else if (absl::StartsWith(line, "@") && current.article.body().empty()) {
      SetHeader(line, current.article);
    } else {
      absl::StrAppend(current.article.mutable_body(), current.article.body().empty() ? "" : "\n", line);
    }
  }
  if (cases.empty()) cases.push_back(NewCase(path, 1));
  return cases;
}

std::string RenderEvent(const v1::Event& event) {
  std::string text = event.type();
  for (const v1::Participant& p : event.participants()) absl::StrAppend(&text, " ", p.role(), "=", p.name());
  if (event.has_amount())
    absl::StrAppend(&text, " amount=", event.amount().currency(), " ", RenderRange(event.amount()));
  if (event.has_percent()) absl::StrAppend(&text, " percent=", RenderRange(event.percent()));
  if (event.has_quantity())
    absl::StrAppend(&text, " quantity=", RenderRange(event.quantity()), " ", event.quantity().unit());
  if (event.has_term()) absl::StrAppend(&text, " term=", event.term().months());
  if (event.has_time()) absl::StrAppend(&text, " time=", event.time().start(), "..", event.time().end());
  const auto* descriptor = event.GetDescriptor();
  for (int number = 20; number < 37; ++number) {
    const auto* field = descriptor->FindFieldByNumber(number);
    if (field == nullptr || field->is_repeated()) continue;
    const std::string value = event.GetReflection()->GetString(event, field);
    if (!value.empty()) absl::StrAppend(&text, " ", field->name(), "=", value);
  }
  std::vector<std::string> more;
  for (const auto& [slot, value] : event.more()) more.push_back(absl::StrCat(" ", slot, "=", value));
  std::sort(more.begin(), more.end());
  for (const std::string& slot : more) text += slot;
  absl::StrAppend(&text, " status=", v1::Status_Name(event.status()));
  if (event.certainty() != v1::ASSERTED)
    absl::StrAppend(&text, " certainty=", v1::Certainty_Name(event.certainty()));
  for (int i = 1; i < event.attribution_size(); ++i) {
    const v1::Attribution& link = event.attribution(i);
    absl::StrAppend(&text, i == 1 ? " source=" : ",", v1::LinkKind_Name(link.kind()),
                    link.name().empty() ? "" : ":", link.name());
  }
  return text;
}

std::string Diff(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  std::string diff;
  auto has = [](const std::vector<std::string>& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  };
  for (const std::string& line : expected)
    absl::StrAppend(&diff, has(actual, line) ? "  " : "- ", line, "\n");
  for (const std::string& line : actual) {
    if (!has(expected, line)) absl::StrAppend(&diff, "+ ", line, "\n");
  }
  return diff;
}

}  // namespace tearsheet
