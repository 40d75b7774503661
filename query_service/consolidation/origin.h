// Who first said it.
#pragma once

#include <string>

#include "tearsheet/state/v1/event_fact.pb.h"

namespace tearsheet {

// The origin of an event: the last named link of its attribution, else its publisher.
struct Origin {
  // Equal for one origin, whether it is cited or publishes itself.
  std::string key;
  // As written.
  std::string name;
  // The article cites it. False: the publisher, who cites nobody.
  bool cited = false;
  // A party to what is told, or a filing: outweighs reports.
  bool party = false;
};

// The one place that decides what counts as one origin.
Origin OriginOf(const state::v1::EventFact& fact);

}  // namespace tearsheet
