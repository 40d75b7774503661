#include "query_service/state/visibility.h"

#include <algorithm>
#include <tuple>

namespace tearsheet {

const Revision* CurrentRevision(const UriHistory& history, const AsOf& as_of) {
  const Revision* current = nullptr;
  for (const Revision& revision : history.revisions) {
    if (as_of.publish_nanos && revision.publish_nanos > *as_of.publish_nanos) continue;
    if (as_of.ingest_nanos && revision.ingest_nanos > *as_of.ingest_nanos) continue;
    if (current == nullptr || std::tie(current->publish_nanos, current->article_id) <
                                  std::tie(revision.publish_nanos, revision.article_id)) {
      current = &revision;
    }
  }
  return current;
}

bool IsRetracted(const UriHistory& history, const Revision& revision, const AsOf& as_of) {
  return std::any_of(history.retractions.begin(), history.retractions.end(),
                     [&](const Retraction& retraction) {
                       if (as_of.publish_nanos && retraction.retract_nanos > *as_of.publish_nanos)
                         return false;
                       if (as_of.ingest_nanos && retraction.ingest_nanos > *as_of.ingest_nanos) return false;
                       return revision.publish_nanos <= retraction.retract_nanos;
                     });
}

std::optional<VisibleExtraction> Visible(const UriHistory& history, const AsOf& as_of) {
  const Revision* current = CurrentRevision(history, as_of);
  if (current == nullptr || IsRetracted(history, *current, as_of)) return std::nullopt;
  std::optional<VisibleExtraction> visible;
  for (const ExtractionVersion& extraction : history.extractions) {
    if (extraction.article_id != current->article_id) continue;
    if (as_of.ingest_nanos && extraction.ingest_nanos > *as_of.ingest_nanos) continue;
    if (!visible || extraction.sequence > visible->sequence)
      visible = VisibleExtraction{extraction.article_id, extraction.sequence};
  }
  return visible;
}

}  // namespace tearsheet
