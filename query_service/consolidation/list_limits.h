// How much a deal lists. Counts are always exact.
#pragma once

#include <cstddef>

namespace tearsheet {

struct ListLimits {
  // Articles, copies and events, and the claims of a slot.
  int entries = 0;
  // Publishers and origins.
  int names = 0;
};

// A deal of more articles lists the first of each kind only, so that what is written when an article comes
// does not grow with their number. All of them are listed by ListEvents.
inline constexpr int kLargeDealArticles = 300;

// Of a deal that so many articles tell of.
inline ListLimits LimitsFor(size_t articles) {
  constexpr int kAll = 1'000'000;
  return articles > kLargeDealArticles ? ListLimits{.entries = 25, .names = 100}
                                       : ListLimits{.entries = kAll, .names = kAll};
}

}  // namespace tearsheet
