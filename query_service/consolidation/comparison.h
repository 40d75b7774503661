// Two events, compared.
//
// Two events of one type can be one deal unless something tells them apart:
//   - a role that both fill with other parties (units and parents, products and their families agree);
//   - a telling word (round, metric, period, stage ...): listed words must be equal, free words must be able
//   to mean the same, unless both give the very same exact number;
//   - numbers that cannot be one thing together with a reason why: both signed at clearly different times
//   without one being on the way to the other, one of them only conditional and the other one done before,
//   one of them done and the other one agreed on later, a measure that is not told, or units that do not
//   compare (chips and petaflops);
//   - the same stage, signed or further, at clearly different times; done at a time well before it is talked
//   of;
//   - one article that tells both from one origin: the extraction has folded what is one assertion.
// A missing slot, a missing participant of an optional role, another stage, a rounded or converted amount and
// a conflicting amount alone tell nothing apart.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "query_service/consolidation/traits.h"
#include "tearsheet/v1/explanation.pb.h"

namespace tearsheet {

// What was found in comparing two events. Borrows what they borrow.
struct Finding {
  v1::ComparisonKind kind = v1::COMPARISON_KIND_UNSPECIFIED;
  // Role or slot.
  std::string_view subject;
};

// What tells two events apart by themselves; nothing when they can be one deal.
std::optional<Finding> TellsApart(const Traits& a, const Traits& b);

// One article's events of one origin were told apart by the extraction; what it tells of several origins is
// one deal only while it is at one stage.
bool OneArticleTellsApart(const Traits& a, const Traits& b);

// How well two events go together: nothing when something tells them apart, else a score; a negative one
// means that their numbers conflict.
std::optional<int> Agreement(const Traits& a, const Traits& b);

// The days on which the two are told decide whether they can be one deal. False: any events of their kinds
// (Traits::Kind) are one deal or two whenever they are told.
bool DaysDecide(const Traits& a, const Traits& b);

// Told within a month of each other.
bool OneStory(const Traits& a, const Traits& b);

// Everything that was found, for people: what keeps them apart (the first such thing, OneArticleTellsApart
// included) if anything does, then what they agree on, then the differences that tell nothing apart.
std::vector<v1::Comparison> Compare(const Traits& a, const Traits& b);

// True for findings that keep two events apart.
bool KeepsApart(v1::ComparisonKind kind);

}  // namespace tearsheet
