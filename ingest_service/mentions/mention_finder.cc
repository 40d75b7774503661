#include "ingest_service/mentions/mention_finder.h"

namespace tearsheet {

struct MentionFinder::Parts {
  const Catalogue& catalogue;
};

MentionFinder::MentionFinder(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
MentionFinder::~MentionFinder() = default;

absl::StatusOr<std::unique_ptr<MentionFinder>> MentionFinder::Create(const Catalogue& catalogue) {
  return std::unique_ptr<MentionFinder>(new MentionFinder(std::unique_ptr<const Parts>(new Parts{catalogue})));
}

void MentionFinder::Find(Document& document) const {}

}  // namespace tearsheet
