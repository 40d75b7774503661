// Words that tell status, certainty and source. Data of lexicons/cues.txt.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/events/grammar.h"
#include "ingest_service/events/pattern.h"
#include "ingest_service/events/rule_file.h"
#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet {

struct Cue {
  enum Kind : uint8_t {
    kStatus,
    kCertainty,
    kSaying,        // a verb whose subject is the source: "said", "reported"
    kOutletSaying,  // the same of news outlets only: "Reuters put the price at"
    kObtained,      // the outlet behind it is the source: "documents seen by"
    kReport,        // a noun whose maker is the source: "a report from X", "X's statement"
    kSource,        // a source without a name: "people familiar with"
    kContinuation,  // the sentence goes on with the source of the one before: "the report also"
    kPerShare,      // after an amount: it is a price of one share
    kContingent,    // after or before an amount: not the firm price
    kCondition,     // what follows has not happened: "once the deal closes"
    kHearsay,       // what is denied: "a report that"
  };

  Kind kind = kStatus;
  Pattern pattern;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  v1::Certainty certainty = v1::CERTAINTY_UNSPECIFIED;
  v1::LinkKind link = v1::LINK_KIND_UNSPECIFIED;
};

struct CueMatch {
  const Cue* cue = nullptr;
  int first = 0;
  int end = 0;
};

// Immutable after loading.
class Cues {
 public:
  // Makes the words known to `grammar`. INVALID_ARGUMENT: "file:line: what is wrong".
  static absl::StatusOr<Cues> Load(const RuleText& file, Grammar& grammar);

  // The longest cue at each place of [first, end), without overlap, in order.
  std::vector<CueMatch> FindAll(const std::vector<const Word*>& words, int first, int end) const;
  // Whether a cue of `kind` starts exactly at `at`.
  bool StartsWith(const std::vector<const Word*>& words, int at, Cue::Kind kind) const;

 private:
  const Cue* LongestAt(const std::vector<const Word*>& words, int at, int end, int& length) const;

  std::vector<Cue> cues_;
  struct Start {
    int cue;
    LemmaId second;
  };
  PatternIndex<Start> index_;
};

}  // namespace tearsheet
