#include "cli/views/explanation_view.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/display_width.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {
namespace {

constexpr int kDetailIndent = 4;

std::string RuleText(const v1::EventExplanation& event) {
  switch (event.rule()) {
    case v1::JOIN_RULE_FIRST:
      return "the first one told";
    case v1::JOIN_RULE_FITS_BEST:
      return "nothing tells it apart, and no other deal fits better";
    case v1::JOIN_RULE_ONLY_DEAL:
      return absl::StrCat("names no ", absl::StrJoin(event.missing_roles(), ", "),
                          "; the only deal that it agrees with");
    case v1::JOIN_RULE_OTHERS_LIKE_IT:
      return absl::StrCat("names no ", absl::StrJoin(event.missing_roles(), ", "), ", like the others");
    default:
      return "";
  }
}

std::string KindText(v1::ComparisonKind kind) {
  switch (kind) {
    case v1::COMPARISON_KIND_SAME_PARTY:
    case v1::COMPARISON_KIND_SAME_WORD:
    case v1::COMPARISON_KIND_SAME_NUMBER:
      return "same";
    case v1::COMPARISON_KIND_NUMBERS_OVERLAP:
      return "can be one:";
    case v1::COMPARISON_KIND_TIMES_OVERLAP:
      return "same";
    case v1::COMPARISON_KIND_ONE_STORY:
      return "told within a month";
    case v1::COMPARISON_KIND_OTHER_STAGE:
      return "another stage, which tells nothing apart";
    case v1::COMPARISON_KIND_NUMBERS_CONFLICT:
      return "in conflict, without a reason for two:";
    case v1::COMPARISON_KIND_OTHER_PARTY:
    case v1::COMPARISON_KIND_OTHER_WORD:
    case v1::COMPARISON_KIND_OTHER_UNIT:
      return "apart: another";
    case v1::COMPARISON_KIND_OTHER_TIME:
      return "apart: one stage at clearly different times,";
    case v1::COMPARISON_KIND_TWO_NUMBERS:
      return "apart: numbers that time or condition explain,";
    case v1::COMPARISON_KIND_ONE_ARTICLE:
      return "apart: one article tells both";
    case v1::COMPARISON_KIND_FITS_BETTER_ELSEWHERE:
      return "apart: the events agree better with those of their own deal";
    case v1::COMPARISON_KIND_FITS_SEVERAL:
      return "apart: an event without all parties fits several deals";
    default:
      return "";
  }
}

std::string ComparisonText(const v1::Comparison& comparison) {
  std::string text = KindText(comparison.kind());
  if (!comparison.subject().empty()) absl::StrAppend(&text, " ", comparison.subject());
  const bool equal = comparison.here() == comparison.there();
  if (!comparison.here().empty()) absl::StrAppend(&text, " (", comparison.here());
  if (!comparison.here().empty() && !equal) absl::StrAppend(&text, " – ", comparison.there());
  if (!comparison.here().empty()) absl::StrAppend(&text, ")");
  return text;
}

std::string Lines(const std::string& text, int indent, int width) {
  std::string lines;
  for (const std::string& line : WrapToWidth(CleanLine(text), width - indent))
    absl::StrAppend(&lines, std::string(indent, ' '), line, "\n");
  return lines;
}

std::string ComparisonLines(const google::protobuf::RepeatedPtrField<v1::Comparison>& comparisons,
                            int width) {
  std::string lines;
  for (const v1::Comparison& comparison : comparisons)
    lines += Lines(ComparisonText(comparison), kDetailIndent, width);
  return lines;
}

}  // namespace

std::string RenderExplanation(const v1::DealExplanation& explanation, int width, bool colour) {
  std::string text = SectionTitle(absl::StrCat("Why ", explanation.deal(), " is one deal"), colour);
  text += Lines(absl::StrCat("compared by ", explanation.compared_by()), kIndent, width);
  for (const v1::EventExplanation& event : explanation.events()) {
    text +=
        Lines(absl::StrCat(FormatDate(event.publish_time()), "  ", event.publisher(), "  ", event.event()),
              kIndent, width);
    text += Lines(RuleText(event), kDetailIndent, width);
    if (!event.joined_event().empty())
      text += Lines(absl::StrCat("with ", event.joined_event(), ":"), kDetailIndent, width);
    text += ComparisonLines(event.comparisons(), width);
  }
  if (explanation.events_size() < explanation.event_count())
    text += Lines(absl::StrCat("... ", explanation.event_count() - explanation.events_size(), " more events"),
                  kIndent, width);
  if (!explanation.near_deals().empty()) text += SectionTitle("Kept apart from", colour);
  for (const v1::NearDeal& near : explanation.near_deals()) {
    text += Lines(near.deal(), kIndent, width);
    text += ComparisonLines(near.comparisons(), width);
  }
  return text;
}

}  // namespace tearsheet
