// The steps of deals, in order of time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/timeline.pb.h"

namespace tearsheet {

// An entry with its place in the story.
struct PlacedEntry {
  ListPlace place;
  v1::TimelineEntry entry;
};

// Stages reached and values given for the first time. Not thread-safe.
class Story {
 public:
  // Keeps what lies in the half-open range of times, strictly after a place; absent bounds are open.
  Story(std::optional<int64_t> start, std::optional<int64_t> end, std::optional<ListPlace> after)
      : start_(start), end_(end), after_(std::move(after)) {}

  // `deal` is one in view FULL.
  void Add(const v1::Deal& deal);

  // The entries in order, without evidence. Ends the story.
  std::vector<PlacedEntry> Take();

 private:
  void AddClaims(const v1::Deal& deal, const std::string& slot,
                 const google::protobuf::RepeatedPtrField<v1::Claim>& claims);
  void Place(v1::TimelineEntry entry);

  const std::optional<int64_t> start_;
  const std::optional<int64_t> end_;
  const std::optional<ListPlace> after_;
  std::vector<PlacedEntry> entries_;
};

// Adds who says it, and the sentence.
absl::Status AddEvidence(ReadView& view, v1::TimelineEntry& entry);

}  // namespace tearsheet
