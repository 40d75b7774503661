#include "ingest_service/mentions/mention_finder.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/descriptions.h"
#include "ingest_service/mentions/lexicon.h"
#include "ingest_service/mentions/makers_goods.h"
#include "ingest_service/mentions/name_finder.h"
#include "ingest_service/mentions/name_model.h"
#include "ingest_service/mentions/reference_finder.h"
#include "ingest_service/mentions/short_hash.h"
#include "ingest_service/mentions/token_view.h"
#include "ingest_service/mentions/value_finder.h"

namespace tearsheet {

struct MentionFinder::Parts {
  const Catalogue& catalogue;
  const Lexicon lexicon;
  const Descriptions descriptions;
  const std::string version;
};

namespace {

Date PublishDate(const v1::Article& article) {
  const absl::StatusOr<absl::Time> time = TimeFromProto(article.publish_time());
  // CheckArticle refuses such an article; without it there is nothing to resolve against.
  if (!time.ok()) return Date();
  return absl::ToCivilDay(*time, absl::UTCTimeZone());
}

void FindReferences(const Descriptions& descriptions, const TokenView& tokens, int32_t sentence,
                    std::vector<DocumentMention>& mentions) {
  for (int32_t i = tokens.first(); i < tokens.end(); ++i) {
    std::optional<DocumentMention> reference = ReadReferenceMention(tokens, i, descriptions);
    if (!reference.has_value()) continue;
    reference->sentence = sentence;
    i = reference->end_token - 1;
    mentions.push_back(std::move(*reference));
  }
}

// In order; of two that begin together the longer first. A reference that a name covers from its first token
// is that name ("the ChatGPT maker" in the catalogue). What a sum covers is no name ("PLN 240m").
void Order(std::vector<DocumentMention>& mentions) {
  // Mentions are dear to move.
  std::vector<DocumentMention*> order;
  order.reserve(mentions.size());
  for (DocumentMention& mention : mentions) order.push_back(&mention);
  std::stable_sort(order.begin(), order.end(), [](const DocumentMention* a, const DocumentMention* b) {
    return a->first_token != b->first_token ? a->first_token < b->first_token : a->end_token > b->end_token;
  });
  std::vector<DocumentMention> kept;
  kept.reserve(mentions.size());
  for (DocumentMention* next : order) {
    DocumentMention& mention = *next;
    const bool covered =
        !kept.empty() && kept.back().end_token >= mention.end_token &&
        (mention.reference || kept.back().kind == mention.kind || kept.back().kind == v1::AMOUNT) &&
        !kept.back().reference;
    // "the two companies" tells who, not how many.
    const bool counts_parties = !kept.empty() && kept.back().reference && mention.kind == v1::QUANTITY &&
                                kept.back().end_token >= mention.end_token;
    if (!covered && !counts_parties) kept.push_back(std::move(mention));
  }
  mentions = std::move(kept);
}

}  // namespace

MentionFinder::MentionFinder(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
MentionFinder::~MentionFinder() = default;

absl::StatusOr<std::unique_ptr<MentionFinder>> MentionFinder::Create(const Catalogue& catalogue) {
  ASSIGN_OR_RETURN(Lexicon lexicon, Lexicon::Create(catalogue.vocabulary()));
  ASSIGN_OR_RETURN(Descriptions descriptions, Descriptions::Create());
  std::string version =
      VersionWith(VersionWith(lexicon.version(), descriptions.version()), NameModel::BuiltIn().version());
  return std::unique_ptr<MentionFinder>(new MentionFinder(std::unique_ptr<const Parts>(
      new Parts{catalogue, std::move(lexicon), std::move(descriptions), std::move(version)})));
}

const std::string& MentionFinder::version() const { return parts_->version; }
const Descriptions& MentionFinder::descriptions() const { return parts_->descriptions; }

void MentionFinder::Find(Document& document) const {
  const Lexicon& lexicon = parts_->lexicon;
  std::vector<WordId> words;
  words.reserve(document.tokens.size());
  for (const Token& token : document.tokens) words.push_back(lexicon.vocabulary().Find(token.lower));

  const ArticleTime time{PublishDate(*document.article),
                         WritesDayFirst(document.article->publisher().domain())};
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    const Sentence& sentence = document.sentences[s];
    const TokenView tokens(document, words, lexicon, sentence.first_token, sentence.end_token);
    FindValues(tokens, static_cast<int32_t>(s), time, document.mentions);
    FindReferences(parts_->descriptions, tokens, static_cast<int32_t>(s), document.mentions);
  }
  FindNames(parts_->catalogue, lexicon, words, document);
  FindMakersGoods(document);
  Order(document.mentions);
}

}  // namespace tearsheet
