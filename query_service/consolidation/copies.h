// Which articles are copies of earlier ones: syndicated texts and light rewrites.
#pragma once

#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Whether two texts are one, symmetric; COPY_KIND_UNSPECIFIED: they are two. Telling the same facts, citing
// the same source or quoting the same sentence is not enough: the words between the quotations decide, and
// numbers that differ speak against it. Empty sketches are two texts.
//
// Measured (tests: copies_test.cc): independent reports of one story have 1 % of the shorter text's shingles
// in common in the middle and 7 % at most; every fifth word replaced leaves about half of them.
v1::CopyKind CompareTexts(const state::v1::TextSketch& a, const state::v1::TextSketch& b);

// Finds the original of each article among those told before it. The work for one article does not grow with
// their number. Not thread-safe.
class CopyFinder {
 public:
  struct Match {
    // Number of the original: the articles are counted from 0 in the order of Add.
    int original = 0;
    v1::CopyKind kind = v1::COPY_KIND_UNSPECIFIED;
  };

  // Takes the next article in the order in which they were told, which decides which one of a group is the
  // original. The match is the earliest original that it is a copy of, else the earliest one of which cannot
  // be told; nothing: it is a text of its own. A copy is never the original of another article. Borrows the
  // sketch.
  std::optional<Match> Add(const state::v1::TextSketch& sketch);
  // Forgets the article that was added last.
  void RemoveLast();

 private:
  struct Original {
    int number = 0;
    const state::v1::TextSketch* sketch = nullptr;
  };

  // Numbers of shingles that an original is found by.
  static int Indexed(size_t original, const state::v1::TextSketch& sketch);
  void Index(size_t original);
  // Those of the originals that `sketch` may be a copy of, the earliest first.
  std::vector<int> Candidates(const state::v1::TextSketch& sketch) const;

  // Those of the originals that are found by a shingle, the earliest first. Empty while there are few.
  absl::flat_hash_map<uint32_t, absl::InlinedVector<int, 2>> by_shingle_;
  std::vector<Original> originals_;
  int count_ = 0;
};

}  // namespace tearsheet
