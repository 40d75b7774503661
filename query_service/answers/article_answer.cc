#include "query_service/answers/article_answer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/errors.h"

namespace tearsheet {

absl::StatusOr<v1::GetArticleResponse> BuildArticleAnswer(ReadView& view, const std::string& article_id) {
  const std::string name = absl::StrCat("articles/", article_id);
  ASSIGN_OR_RETURN(const auto article, view.reader().Article(article_id));
  if (!article) return ArticleNotFound(name);
  const AsOf& as_of = view.as_of();
  if (!IsKnown(as_of, *article)) return ArticleNotFound(name);

  v1::GetArticleResponse answer;
  if (!answer.mutable_article()->ParseFromString(article->bytes))
    return absl::DataLossError(absl::StrCat("the store holds '", name, "' in a form that cannot be read"));
  answer.set_article_sequence(article->sequence);
  *answer.mutable_ingest_time() = TimeToProto(absl::FromUnixNanos(article->ingest_nanos));
  ASSIGN_OR_RETURN(const UriHistory history, view.reader().History(article->uri));
  answer.set_retracted(
      IsRetracted(history, {article_id, article->publish_nanos, article->ingest_nanos}, as_of));
  const Revision* current = CurrentRevision(history, as_of);
  if (current != nullptr && current->article_id != article_id)
    answer.set_replaced_by(absl::StrCat("articles/", current->article_id));

  // The latest extraction that was there then, whether or not it counts.
  int64_t extraction = 0;
  for (const ExtractionVersion& version : history.extractions) {
    const bool there = !as_of.ingest_nanos || version.ingest_nanos <= *as_of.ingest_nanos;
    if (version.article_id == article_id && there) extraction = std::max(extraction, version.sequence);
  }
  ASSIGN_OR_RETURN(std::string extractor, view.reader().ExtractorOf(article_id, extraction));
  answer.set_extractor(std::move(extractor));
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, view.reader().UriEvents(article->uri));
  std::erase_if(events, [&](const StoredEvent& event) {
    return event.fact.article_id() != article_id || event.extraction != extraction;
  });
  std::sort(events.begin(), events.end(),
            [](const StoredEvent& a, const StoredEvent& b) { return a.fact.ordinal() < b.fact.ordinal(); });
  for (StoredEvent& event : events) {
    ASSIGN_OR_RETURN(event.deal_id, view.DealOfEvent(event));
    *answer.add_events() = ToEventRecord(event);
  }
  return answer;
}

bool IsKnown(const AsOf& as_of, const StoredArticle& article) {
  return (!as_of.publish_nanos || article.publish_nanos <= *as_of.publish_nanos) &&
         (!as_of.ingest_nanos || article.ingest_nanos <= *as_of.ingest_nanos);
}

absl::StatusOr<v1::ArticleSummary> Summarise(ReadView& view, const StoredArticle& article) {
  v1::ArticleSummary summary;
  summary.set_name(absl::StrCat("articles/", article.article_id));
  summary.set_uri(article.uri);
  summary.set_publisher(article.publisher);
  summary.set_title(article.title);
  *summary.mutable_publish_time() = TimeToProto(absl::FromUnixNanos(article.publish_nanos));
  *summary.mutable_ingest_time() = TimeToProto(absl::FromUnixNanos(article.ingest_nanos));
  summary.set_sequence(article.sequence);
  ASSIGN_OR_RETURN(const UriHistory history, view.reader().History(article.uri));
  summary.set_retracted(
      IsRetracted(history, {article.article_id, article.publish_nanos, article.ingest_nanos}, view.as_of()));
  const Revision* current = CurrentRevision(history, view.as_of());
  if (current != nullptr && current->article_id != article.article_id)
    summary.set_replaced_by(absl::StrCat("articles/", current->article_id));
  return summary;
}

}  // namespace tearsheet
