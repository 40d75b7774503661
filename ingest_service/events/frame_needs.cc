#include "ingest_service/events/frame_needs.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "common/decimal.h"
#include "ingest_service/events/assertion.h"
#include "ingest_service/events/numbers.h"
#include "ingest_service/events/roles.h"

namespace tearsheet {
namespace {

bool IsFilled(const Ontology& ontology, const v1::Event& event, std::string_view slot) {
  if (ontology.FindSlot(slot)->kind() == v1::SLOT_KIND_WORD)
    return !GetWord(event, std::string(slot)).empty();
  return (slot == "amount" && event.has_amount()) || (slot == "percent" && event.has_percent()) ||
         (slot == "quantity" && event.has_quantity()) || (slot == "term" && event.has_term()) ||
         (slot == "time" && event.has_time());
}

bool IsRole(std::string_view name) { return !name.empty() && name[0] >= 'A' && name[0] <= 'Z'; }

}  // namespace

bool MeetsNeeds(const Ontology& ontology, const Frame& frame, const v1::Event& event) {
  return std::all_of(frame.needs.begin(), frame.needs.end(), [&](const std::vector<std::string>& group) {
    return std::any_of(group.begin(), group.end(), [&](const std::string& name) {
      return IsRole(name) ? !ParticipantsOf(event, name).empty() : IsFilled(ontology, event, name);
    });
  });
}

bool MayMeetNeeds(const Ontology& ontology, const Document& document, const Frame& frame,
                  const v1::Event& event, const Arguments& arguments) {
  for (const std::vector<std::string>& group : frame.needs) {
    const bool met = std::any_of(group.begin(), group.end(), [&](const std::string& name) {
      if (IsRole(name)) return !ParticipantsOf(event, name).empty();
      if (ontology.FindSlot(name)->kind() == v1::SLOT_KIND_WORD) return !GetWord(event, name).empty();
      for (const NumberRule& rule : frame.numbers) {
        if (ontology.FindSlot(name)->kind() != rule.kind) continue;
        for (const auto& together : rule.sources) {
          for (const Source& source : together) {
            for (const Argument* argument : At(source, arguments.list)) {
              if (argument->mentions.size() != 1 ||
                  SlotOf(document.mentions[argument->mentions[0]].kind) != rule.kind)
                continue;
              if (frame.Takes(document.mentions[argument->mentions[0]].value)) return true;
            }
          }
        }
      }
      return false;
    });
    if (!met) return false;
  }
  return true;
}

bool HasShare(const Document& document, const Frame& frame, const Arguments& arguments) {
  for (const NumberRule& rule : frame.numbers) {
    if (rule.kind != v1::SLOT_KIND_PERCENT) continue;
    for (const auto& together : rule.sources) {
      for (const Source& source : together) {
        for (const Argument* argument : At(source, arguments.list)) {
          if (argument->mentions.size() != 1 ||
              SlotOf(document.mentions[argument->mentions[0]].kind) != rule.kind)
            continue;
          const v1::Percent& percent = document.mentions[argument->mentions[0]].value.percent();
          const auto value = Decimal::Parse(percent.low().empty() ? percent.high() : percent.low());
          const bool majority = value.has_value() && *value > Decimal::FromInt(50);
          return majority == (frame.share == Frame::Share::kMajority);
        }
      }
    }
  }
  return false;
}

}  // namespace tearsheet
