#include "event_log/nats_stored.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/strings.h"
#include "event_log/nats_errors.h"
#include "event_log/nats_requests.h"
#include "nlohmann/json.hpp"

namespace tearsheet {
namespace {

using Json = nlohmann::json;

std::string Text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// The value of a header in the bytes of all headers, "NATS/1.0\r\nName: value\r\n\r\n".
std::string HeaderIn(const std::string& headers, absl::string_view name) {
  for (absl::string_view line : absl::StrSplit(headers, "\r\n")) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(':', 1));
    if (absl::EqualsIgnoreCase(parts.first, name))
      return std::string(absl::StripAsciiWhitespace(parts.second));
  }
  return "";
}

}  // namespace

NatsMessage AskAny(std::string_view stream, int64_t sequence) {
  return {.subject = absl::StrCat("$JS.API.DIRECT.GET.", Absl(stream)),
          .payload = absl::StrCat("{\"seq\":", sequence, "}")};
}

NatsMessage AskLeader(std::string_view stream, int64_t sequence) {
  return {.subject = absl::StrCat("$JS.API.STREAM.MSG.GET.", Absl(stream)),
          .payload = absl::StrCat("{\"seq\":", sequence, "}")};
}

NatsMessage AskLeader(std::string_view stream, std::string_view subject) {
  return {.subject = absl::StrCat("$JS.API.STREAM.MSG.GET.", Absl(stream)),
          .payload = Json{{"last_by_subj", subject}}.dump()};
}

absl::StatusOr<NatsStored> FromAny(natsMsg* reply) {
  NatsStored stored;
  if (reply == nullptr || !absl::SimpleAtoi(HeaderOf(*reply, "Nats-Sequence"), &stored.sequence) ||
      stored.sequence < 1)
    return absl::NotFoundError("no server brings the message");
  stored.subject = HeaderOf(*reply, "Nats-Subject");
  stored.checksum = HeaderOf(*reply, kChecksumHeader);
  stored.payload = PayloadOf(*reply);
  return stored;
}

absl::StatusOr<NatsStored> FromLeader(natsMsg* reply) {
  if (reply == nullptr) return NatsUnavailable("the leader of the stream does not answer");
  return ParseLeaderAnswer(PayloadOf(*reply));
}

absl::StatusOr<NatsStored> ParseLeaderAnswer(std::string_view json) {
  const Json answer = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!answer.is_object()) return NatsUnavailable("the leader of the stream does not answer with JSON");
  if (const auto error = answer.find("error"); error != answer.end() && error->is_object()) {
    const auto code = error->find("err_code");
    if (code != error->end() && code->is_number_integer() && code->get<int64_t>() == JSNoMessageFoundErr)
      return absl::NotFoundError("the leader of the stream has no such message");
    return NatsUnavailable(
        absl::StrCat("the leader of the stream cannot bring a message: ", Text(*error, "description")));
  }
  const auto message = answer.find("message");
  NatsStored stored;
  std::string headers;
  if (message != answer.end() && message->is_object()) {
    const auto sequence = message->find("seq");
    if (sequence != message->end() && sequence->is_number_integer())
      stored.sequence = sequence->get<int64_t>();
    stored.subject = Text(*message, "subject");
  }
  if (stored.sequence < 1 || stored.subject.empty() ||
      !absl::Base64Unescape(Text(*message, "hdrs"), &headers) ||
      !absl::Base64Unescape(Text(*message, "data"), &stored.payload))
    return NatsUnavailable("the leader of the stream answers with something that is no message");
  stored.checksum = HeaderIn(headers, kChecksumHeader);
  return stored;
}

bool AgreeWithLeader(const std::vector<NatsStored>& messages, const NatsStored& last) {
  absl::flat_hash_set<absl::string_view> subjects;
  for (const NatsStored& message : messages) {
    if (!subjects.insert(message.subject).second) return false;
  }
  return !messages.empty() && messages.back().sequence == last.sequence &&
         messages.back().subject == last.subject;
}

}  // namespace tearsheet
