// What of an article's text is kept to find its copies.
//
// A text is compared by its shingles, runs of three words (Lyon, Malcolm and Dickerson, "Detecting short
// passages of similar text in large document collections", 2001: independent texts share very few). Of a long
// text only a sample is kept, those with the smallest hashes, taken alike from every text (FracMinHash; Irber
// et al., 2022, after Broder, "On the resemblance and containment of documents", 1997), so that the share of
// one text that stands in the other can be told from the samples alone. What stands in quotation marks gives
// no shingles: two reports of one press release quote the same sentences and are two reports all the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tearsheet/state/v1/event_fact.pb.h"

namespace tearsheet {

// Texts with fewer shingles than this have no sketch: nothing can be said of them.
inline constexpr int kMinShingles = 8;
// A sketch holds this many shingles at most, which tells shares to ±0.06 (one standard deviation).
inline constexpr int kMaxSampledShingles = 96;

// The sketch of `body`, in which tags are left out when it is HTML; `sources` are the names that its events
// cite. Empty (no shingles) for a text that is too short.
state::v1::TextSketch SketchText(std::string_view body, bool html, const std::vector<std::string>& sources);

// What two texts have in common, in thousandths.
struct Likeness {
  // Share of the shorter text's shingles that stand in the longer one.
  int contained = 0;
  // Number of shingles that this was told from, and of those that both have.
  int compared = 0;
  int shared = 0;
  // Shares of the numbers, quotations and sources of the text that has fewer of them; -1: one of them has
  // none.
  int numbers = -1;
  int quotes = -1;
  int sources = -1;
  // Numbers in the text that has fewer of them.
  int number_count = 0;
};

// Of two sketches that are not empty. Symmetric.
Likeness CompareSketches(const state::v1::TextSketch& a, const state::v1::TextSketch& b);

}  // namespace tearsheet
