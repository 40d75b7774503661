// What two events agree and differ in, in words.
#include <set>

#include "absl/strings/str_cat.h"
#include "query_service/consolidation/comparison.h"
#include "query_service/consolidation/party.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

using state::v1::Party;

std::string NamesIn(const Traits& traits, std::string_view role) {
  std::string names;
  for (const Party& party : traits.fact->parties()) {
    if (party.role() == role) absl::StrAppend(&names, names.empty() ? "" : ", ", party.name());
  }
  return names;
}

const std::optional<Value>& NumberOf(const Traits& traits, std::string_view slot) {
  return slot == "amount" ? traits.amount : slot == "percent" ? traits.percent : traits.quantity;
}

std::string NumberText(const Traits& traits, std::string_view slot) {
  const std::optional<Value>& value = NumberOf(traits, slot);
  return value ? Describe(*value) : "";
}

std::string WordOf(const Traits& traits, std::string_view slot) {
  for (const TellingWord& word : traits.words) {
    if (word.slot == slot) return word.word;
  }
  return "";
}

std::string TimeOf(const Traits& traits) {
  if (traits.time) return Describe(*traits.time);
  return absl::StrCat("told ", DayText(traits.publish_day));
}

// Collects what was found, in order.
class Findings {
 public:
  Findings(const Traits& a, const Traits& b) : a_(a), b_(b) {}

  void Add(v1::ComparisonKind kind, std::string_view subject, std::string here, std::string there) {
    v1::Comparison& comparison = found_.emplace_back();
    comparison.set_kind(kind);
    comparison.set_subject(std::string(subject));
    comparison.set_here(std::move(here));
    comparison.set_there(std::move(there));
  }

  void AddDifference(const Finding& finding) {
    const std::string_view subject = finding.subject;
    switch (finding.kind) {
      case v1::COMPARISON_KIND_OTHER_PARTY:
        return Add(finding.kind, subject, NamesIn(a_, subject), NamesIn(b_, subject));
      case v1::COMPARISON_KIND_OTHER_WORD:
        return Add(finding.kind, subject, WordOf(a_, subject), WordOf(b_, subject));
      case v1::COMPARISON_KIND_OTHER_TIME:
        return Add(finding.kind, subject, TimeOf(a_), TimeOf(b_));
      case v1::COMPARISON_KIND_TWO_NUMBERS:
        return Add(finding.kind, subject, absl::StrCat(NumberText(a_, subject), ", ", TimeOf(a_)),
                   absl::StrCat(NumberText(b_, subject), ", ", TimeOf(b_)));
      default:
        return Add(finding.kind, subject, NumberText(a_, subject), NumberText(b_, subject));
    }
  }

  void AddAgreements(std::string_view apart) {
    std::set<std::string_view> roles;
    for (const Party& p : a_.fact->parties()) {
      for (const Party& q : b_.fact->parties()) {
        if (p.role() == q.role() && SameParty(p, q) && roles.insert(p.role()).second)
          Add(v1::COMPARISON_KIND_SAME_PARTY, p.role(), p.name(), q.name());
      }
    }
    for (const TellingWord& x : a_.words) {
      const std::string other = WordOf(b_, x.slot);
      if (!other.empty() && x.slot != apart) Add(v1::COMPARISON_KIND_SAME_WORD, x.slot, x.word, other);
    }
    for (const std::string_view slot : {"amount", "percent", "quantity"}) {
      const std::optional<Value>& x = NumberOf(a_, slot);
      const std::optional<Value>& y = NumberOf(b_, slot);
      if (slot == apart || !x || !y || x->unit != y->unit) continue;
      Add(!Overlap(x->compared(), y->compared()) ? v1::COMPARISON_KIND_NUMBERS_CONFLICT
          : x->Key() == y->Key()                 ? v1::COMPARISON_KIND_SAME_NUMBER
                                                 : v1::COMPARISON_KIND_NUMBERS_OVERLAP,
          slot, Describe(*x), Describe(*y));
    }
    if (a_.time && b_.time && Overlap(a_.time->interval, b_.time->interval))
      Add(v1::COMPARISON_KIND_TIMES_OVERLAP, "time", TimeOf(a_), TimeOf(b_));
    if (OneStory(a_, b_)) {
      Add(v1::COMPARISON_KIND_ONE_STORY, "", absl::StrCat("told ", DayText(a_.publish_day)),
          absl::StrCat("told ", DayText(b_.publish_day)));
    }
    if (a_.status != b_.status)
      Add(v1::COMPARISON_KIND_OTHER_STAGE, "", v1::Status_Name(a_.status), v1::Status_Name(b_.status));
  }

  std::vector<v1::Comparison> Take() { return std::move(found_); }

 private:
  const Traits& a_;
  const Traits& b_;
  std::vector<v1::Comparison> found_;
};

}  // namespace

bool KeepsApart(v1::ComparisonKind kind) { return kind >= v1::COMPARISON_KIND_OTHER_PARTY; }

std::vector<v1::Comparison> Compare(const Traits& a, const Traits& b) {
  Findings findings(a, b);
  const std::optional<Finding> apart = TellsApart(a, b);
  if (apart) {
    findings.AddDifference(*apart);
  } else if (OneArticleTellsApart(a, b)) {
    findings.Add(v1::COMPARISON_KIND_ONE_ARTICLE, "", a.origin.name, b.origin.name);
  }
  findings.AddAgreements(apart ? apart->subject : std::string_view());
  return findings.Take();
}

}  // namespace tearsheet
