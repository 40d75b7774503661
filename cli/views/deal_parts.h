// Pieces that several views of deals and events share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/text/tone.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tearsheet/v1/company.pb.h"
#include "tearsheet/v1/deal.pb.h"
#include "tearsheet/v1/event.pb.h"
#include "tearsheet/v1/mention.pb.h"

namespace tearsheet {

// What stands under a title is moved to the right by this many columns.
inline constexpr int kIndent = 2;

// An empty line and a title.
std::string SectionTitle(const std::string& text, bool colour);

using Participants = google::protobuf::RepeatedPtrField<v1::Participant>;

// "Amazon – OpenAI": names of one role are joined by commas, roles by dashes.
std::string PartiesText(const Participants& participants);

// "Harbour Wire ← Bloomberg ← unnamed source".
std::string AttributionText(const google::protobuf::RepeatedPtrField<v1::Attribution>& chain);

// The value of any claim, "up to $10bn".
std::string ClaimText(const v1::Claim& claim);

// "ADVANCED_TALKS", "DENIED, disputed".
std::string StatusText(const v1::Deal& deal);
Tone StatusTone(const v1::Deal& deal);

// One slot of a deal, whatever its kind.
struct SlotView {
  std::string name;
  v1::SlotState state = v1::SLOT_STATE_UNSPECIFIED;
  // Empty when there is none.
  std::string consensus;
  const google::protobuf::RepeatedPtrField<v1::Claim>* claims = nullptr;
  // How many there are; of a large deal only the first ones are in `claims`.
  int claim_count = 0;
};

// The slots of `deal` that somebody gives a value, value slots first. They refer to `deal`.
std::vector<SlotView> Slots(const v1::Deal& deal);

// "$10bn", or "$2bn / $2.4bn" for the live claims of a conflict.
std::string SlotText(const SlotView& slot);

// The figures that tell a deal: amount, percentage, quantity and term ("$18m, 12%"), with what they measure;
// else its words
// ("chief executive, APPOINTED"). In conflict when one of the figures is.
std::string MainValue(const v1::Deal& deal);
bool MainValueConflicts(const v1::Deal& deal);

// The same for an event.
std::string MainValue(const v1::Event& event);

// The deals of a sheet under their type and role.
std::string RenderGroup(const v1::DealGroup& group, int width, bool colour);

// Names in a row.
std::string Names(const google::protobuf::RepeatedPtrField<v1::Entity>& entities);

// What a mention means: the entity's name or the value.
std::string MentionValue(const v1::Mention& mention);

// "name value" of each word slot that is set, in the order of the message.
std::vector<std::pair<std::string, std::string>> Words(const google::protobuf::Message& message);

}  // namespace tearsheet
