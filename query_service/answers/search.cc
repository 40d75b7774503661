#include "query_service/answers/search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/answers/article_answer.h"
#include "query_service/answers/requests.h"
#include "query_service/answers/snippet.h"
#include "query_service/answers/tokens.h"

namespace tearsheet {
namespace {

constexpr int kRankedArticles = 200;
constexpr int kDefaultHits = 20;
constexpr int kMaxEventsOfArticle = 1000;
// What a term in the sentence or the parties of an event counts beside the fit of its article.
constexpr int64_t kEventTerm = 40;

struct Hit {
  // Score and, behind it, publication time; id of the deal, event or article.
  int64_t score = 0;
  int64_t publish = 0;
  std::string id;
  const TextHit* text = nullptr;
  std::optional<StoredEvent> event;
};

// The best first.
bool Better(const Hit& a, const Hit& b) {
  return std::tie(b.score, b.publish, b.id) < std::tie(a.score, a.publish, a.id);
}

class Search {
 public:
  Search(const Ontology& ontology, ReadView& view, const v1::SearchRequest& request)
      : ontology_(ontology), view_(view), request_(request) {}

  absl::StatusOr<v1::SearchResponse> Run() {
    RETURN_IF_ERROR(Read());
    ASSIGN_OR_RETURN(texts_, view_.reader().SearchArticles(query_));
    response_.set_truncated(static_cast<int>(texts_.size()) == kRankedArticles);
    for (const TextHit& text : texts_) RETURN_IF_ERROR(Add(text));
    std::vector<Hit> hits;
    hits.reserve(hits_.size());
    for (auto& [id, hit] : hits_) hits.push_back(std::move(hit));
    std::sort(hits.begin(), hits.end(), Better);
    RETURN_IF_ERROR(WritePage(hits));
    return std::move(response_);
  }

 private:
  absl::Status Read() {
    if (request_.query().size() > 1024) return InvalidField("query", "it has more than 1024 bytes");
    if (!v1::SearchKind_IsValid(request_.kind()))
      return InvalidField("kind", "it must be DEALS, EVENTS or ARTICLES");
    ASSIGN_OR_RETURN(query_.terms, view_.reader().ReadTerms(request_.query()));
    if (query_.terms.empty()) return InvalidField("query", "it is required: one or more words");
    query_.limit = kRankedArticles;
    RETURN_IF_ERROR(ReadTypes(ontology_, request_.types(), "types", types_));
    if (kind() == v1::SEARCH_KIND_ARTICLES && !types_.empty())
      return InvalidField("types", "articles have no event type; ask for events");
    RETURN_IF_ERROR(ReadTimeRange(request_, "", query_.start_nanos, query_.end_nanos));
    ASSIGN_OR_RETURN(const int size, ReadPageSize(request_.page_size(), kDefaultHits));
    page_size_ = std::min(size, kRankedArticles);
    if (!request_.page_token().empty()) {
      ASSIGN_OR_RETURN(after_, ReadPageToken(request_));
    }
    if (!request_.company().empty()) {
      ASSIGN_OR_RETURN(const v1::Entity company, view_.FindCompany(request_.company()));
      company_ = company.entity_id();
    }
    return absl::OkStatus();
  }

  v1::SearchKind kind() const {
    return request_.kind() == v1::SEARCH_KIND_UNSPECIFIED ? v1::SEARCH_KIND_DEALS : request_.kind();
  }

  absl::Status Add(const TextHit& text) {
    if (!IsKnown(view_.as_of(), text.article)) return absl::OkStatus();
    const int64_t score = ScoreOf(text.matches);
    if (kind() == v1::SEARCH_KIND_ARTICLES && company_.empty()) {
      ASSIGN_OR_RETURN(const v1::ArticleSummary summary, Summarise(view_, text.article));
      if (summary.retracted() || !summary.replaced_by().empty()) return absl::OkStatus();
      Keep({score, text.article.publish_nanos, text.article.article_id, &text, std::nullopt});
      return absl::OkStatus();
    }
    EventQuery query;
    query.article_id = text.article.article_id;
    query.types = types_;
    query.limit = kMaxEventsOfArticle;
    ASSIGN_OR_RETURN(EventPage page, view_.ListEvents(query));
    for (StoredEvent& event : page.events) {
      ASSIGN_OR_RETURN(const bool named, Names(event));
      if (!named) continue;
      if (kind() == v1::SEARCH_KIND_ARTICLES) {
        Keep({score, text.article.publish_nanos, text.article.article_id, &text, std::nullopt});
        break;
      }
      ASSIGN_OR_RETURN(const int terms, TermsOf(event, text));
      if (terms == 0) continue;
      const std::string id = kind() == v1::SEARCH_KIND_EVENTS ? event.fact.event().event_id() : event.deal_id;
      if (!id.empty())
        Keep({score + kEventTerm * terms, text.article.publish_nanos, id, &text, std::move(event)});
    }
    return absl::OkStatus();
  }

  // Of several events of one deal the best stands for it.
  void Keep(Hit hit) {
    const auto [known, added] = hits_.try_emplace(hit.id, hit);
    if (!added && Better(hit, known->second)) known->second = std::move(hit);
  }

  // The company of the request is a party to the event.
  absl::StatusOr<bool> Names(const StoredEvent& event) const {
    if (company_.empty()) return true;
    for (const auto& party : event.fact.parties()) {
      if (party.entity_id() == company_) return true;
      if (request_.include_units() &&
          std::find(party.above().begin(), party.above().end(), company_) != party.above().end())
        return true;
    }
    return false;
  }

  // Different terms in the sentences and parties of an event.
  absl::StatusOr<int> TermsOf(const StoredEvent& event, const TextHit& text) {
    std::set<int> terms;
    for (const v1::Evidence& evidence : event.fact.event().evidence()) {
      const bool title = evidence.part() == v1::TEXT_PART_TITLE;
      for (const TextMatch& match : text.matches) {
        if (match.in_title == title && match.begin < evidence.end() && evidence.start() < match.end)
          terms.insert(match.term);
      }
    }
    for (const auto& participant : event.fact.event().participants()) {
      ASSIGN_OR_RETURN(const auto matches, view_.reader().FindTerms(query_.terms, participant.name()));
      for (const TextMatch& match : matches) terms.insert(match.term);
    }
    return static_cast<int>(terms.size());
  }

  absl::Status WritePage(std::vector<Hit>& hits) {
    for (Hit& hit : hits) {
      if (after_ &&
          std::tie(after_->key, after_->version, after_->id) <= std::tie(hit.score, hit.publish, hit.id))
        continue;
      if (response_.hits_size() == page_size_) {
        response_.set_next_page_token(MakePageToken(request_, last_));
        return absl::OkStatus();
      }
      RETURN_IF_ERROR(Write(hit));
      last_ = {hit.score, hit.id, hit.publish};
    }
    return absl::OkStatus();
  }

  absl::Status Write(const Hit& hit) {
    v1::SearchHit& written = *response_.add_hits();
    written.set_score(hit.score);
    ASSIGN_OR_RETURN(*written.mutable_article(), Summarise(view_, hit.text->article));
    std::vector<TextMatch> in_body = hit.text->matches;
    std::erase_if(in_body, [](const TextMatch& match) { return match.in_title; });
    if (in_body.empty()) {
      *written.mutable_snippet() = MakeSnippet(hit.text->article.title, hit.text->matches);
      written.mutable_snippet()->set_part(v1::TEXT_PART_TITLE);
    } else {
      *written.mutable_snippet() = MakeSnippet(hit.text->body, in_body);
    }
    if (kind() == v1::SEARCH_KIND_EVENTS) *written.mutable_event() = ToEventRecord(*hit.event);
    if (kind() == v1::SEARCH_KIND_DEALS) {
      ASSIGN_OR_RETURN(const auto deal, view_.Deal(hit.id, v1::DEAL_VIEW_BASIC));
      if (deal && !written.mutable_deal()->ParseFromString(*deal))
        return absl::DataLossError("the store holds a deal that cannot be read");
    }
    return absl::OkStatus();
  }

  const Ontology& ontology_;
  ReadView& view_;
  const v1::SearchRequest& request_;
  TextQuery query_;
  std::vector<std::string> types_;
  std::string company_;
  int page_size_ = 0;
  std::optional<ListPlace> after_;
  std::vector<TextHit> texts_;
  std::map<std::string, Hit> hits_;
  ListPlace last_;
  v1::SearchResponse response_;
};

}  // namespace

absl::StatusOr<v1::SearchResponse> BuildSearch(const Ontology& ontology, ReadView& view,
                                               const v1::SearchRequest& request) {
  return Search(ontology, view, request).Run();
}

}  // namespace tearsheet
