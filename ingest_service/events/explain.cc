#include "ingest_service/events/explain.h"

#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

template <typename Range>
std::string BoundsText(const Range& range, const std::string& unit) {
  std::string text;
  if (range.low() == range.high())
    text = absl::StrCat("exactly ", range.low());
  else if (range.high().empty())
    text = absl::StrCat("from ", range.low(), ", no upper bound");
  else if (range.low().empty())
    text = absl::StrCat("up to ", range.high(), ", no lower bound");
  else
    text = absl::StrCat("from ", range.low(), " to ", range.high());
  if (range.approximate()) absl::StrAppend(&text, ", approximate");
  return unit.empty() ? text : absl::StrCat(text, " ", unit);
}

// The slot that `mention` gave the event, with its meaning; empty when it gave none.
Reason ValueReason(const v1::Mention& mention, const v1::Event& event) {
  const auto same = [](const auto& a, const auto& b) {
    return a.SerializeAsString() == b.SerializeAsString();
  };
  if (mention.has_amount() && event.has_amount() && same(mention.amount(), event.amount()))
    return {"amount", BoundsText(mention.amount(), mention.amount().currency())};
  if (mention.has_percent() && event.has_percent() && same(mention.percent(), event.percent()))
    return {"percent", BoundsText(mention.percent(), "percent")};
  if (mention.has_quantity() && event.has_quantity() && same(mention.quantity(), event.quantity()))
    return {"quantity", BoundsText(mention.quantity(), mention.quantity().unit())};
  if (mention.has_term() && event.has_term() && same(mention.term(), event.term()))
    return {"term", absl::StrCat(event.term().months(), " months")};
  if (mention.has_time() && event.has_time() && same(mention.time(), event.time()))
    return {"time", absl::StrCat(event.time().start(), " to before ", event.time().end(),
                                 ", counted from the publication")};
  return {};
}

}  // namespace

std::string Quote(const Document& document, int first, int end) {
  if (first < 0 || end <= first || end > static_cast<int>(document.tokens.size())) return "";
  std::string words;
  for (int t = first; t < end; ++t) {
    if (t > first && document.tokens[t].space_before) words += ' ';
    words += document.tokens[t].text;
  }
  return absl::StrCat("“", words, "”");
}

void ExplainTrigger(const Document& document, const ChunkedWindow& window, const TriggerPlace& place,
                    const Governors& governors, Assertion& assertion) {
  const int base = window.tagged.window.first;
  assertion.reasons.push_back(
      {"rule", absl::StrCat("frame ", assertion.frame->name, ", ", assertion.frame->place)});
  std::string words = Quote(document, base + place.first, base + place.end);
  for (int g : governors.chunks) {
    const Chunk& chunk = window.chunks[g];
    if (chunk.first <= place.first && place.first < chunk.end) continue;
    absl::StrAppend(&words, ", under ", Quote(document, base + chunk.first, base + chunk.end));
  }
  assertion.reasons.push_back({"trigger", std::move(words)});
}

void ExplainStage(const Document& document, const ChunkedWindow& window, const Stage& stage,
                  Assertion& assertion) {
  const int base = window.tagged.window.first;
  std::string text = absl::StrCat(v1::Status_Name(stage.status), ", ", v1::Certainty_Name(stage.certainty));
  if (stage.cues.empty()) text += ": the trigger and its tense";
  for (const CueMatch& cue : stage.cues) {
    absl::StrAppend(&text, &cue == &stage.cues.front() ? ": " : ", ",
                    Quote(document, base + cue.first, base + cue.end));
  }
  assertion.reasons.push_back({"status", std::move(text)});
}

std::string RoleReason(const Document& document, const v1::Participant& participant, std::string_view place,
                       int m) {
  const std::string who = absl::StrCat(participant.name(), " (", participant.entity_id(), ")");
  if (m < 0) return absl::StrCat(who, ": ", Absl(place));
  const DocumentMention& mention = document.mentions[m];
  const std::string words = Quote(document, mention.first_token, mention.end_token);
  return absl::StrCat(words, " as ", Absl(place), mention.reference ? " stands for " : " is ", who,
                      ", bytes ", participant.mention().start(), "-", participant.mention().end());
}

void ExplainValues(const Document& document, const ChunkedWindow& window, Assertion& assertion) {
  for (const Chunk& chunk : window.chunks) {
    for (int m : chunk.mentions) {
      const DocumentMention& mention = document.mentions[m];
      Reason reason = ValueReason(mention.value, assertion.event);
      if (reason.about.empty()) continue;
      reason.text = absl::StrCat(Quote(document, mention.first_token, mention.end_token), ": ", reason.text);
      assertion.reasons.push_back(std::move(reason));
    }
  }
}

}  // namespace tearsheet
