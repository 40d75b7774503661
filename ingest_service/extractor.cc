#include "ingest_service/extractor.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "ingest_service/article_check.h"
#include "ingest_service/document.h"
#include "ingest_service/events/event_finder.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/mention_finder.h"
#include "ingest_service/mentions/provisional.h"
#include "ingest_service/mentions/short_hash.h"
#include "ingest_service/references/resolve_references.h"
#include "ingest_service/text/read_text.h"

namespace tearsheet {
namespace {

// Number of the program: goes up with each change of code that changes what it makes of some article. The
// data has versions of its own.
constexpr char kCodeVersion[] = "4";

bool IsEnglish(const std::string& language) {
  const std::string tag = absl::AsciiStrToLower(language);
  return tag.empty() || tag == "en" || absl::StartsWith(tag, "en-") || absl::StartsWith(tag, "en_");
}

// The id of an article that has its name already, else made of its content.
std::string IdOf(const v1::Article& article) {
  constexpr absl::string_view kPrefix = "articles/";
  return absl::StartsWith(article.name(), kPrefix) ? article.name().substr(kPrefix.size())
                                                   : ArticleId(article);
}

void Warn(const char* code, const std::string& message, v1::Extraction& extraction) {
  v1::Warning& warning = *extraction.add_warnings();
  warning.set_code(code);
  warning.set_message(message);
}

void AddMention(const Document& document, const DocumentMention& mention, v1::Extraction& extraction) {
  if (mention.end_token <= mention.first_token) return;
  v1::Mention& added = *extraction.add_mentions();
  added = mention.value;
  added.set_kind(mention.kind);
  const v1::TextPart part = document.sentences[mention.sentence].part;
  added.set_part(part);
  added.set_start(document.tokens[mention.first_token].begin);
  added.set_end(document.tokens[mention.end_token - 1].end);
  const std::string& text =
      part == v1::TEXT_PART_TITLE ? document.article->title() : document.article->body();
  added.set_text(text.substr(added.start(), added.end() - added.start()));
  if (mention.entities.size() == 1) {
    added.set_entity_id(document.entities[mention.entities[0]].entity_id());
    added.set_name(document.entities[mention.entities[0]].name());
  }
}

// Every entity that an event names, with its owners, vendors and families, sorted by id.
class EntityCollector {
 public:
  EntityCollector(const Document& document, const Catalogue& catalogue) : catalogue_(catalogue) {
    for (const v1::Entity& entity : document.entities) by_id_.emplace(entity.entity_id(), &entity);
  }

  void Add(const v1::Participant& participant) {
    Add(participant.entity_id());
    // A part of a company that an event named itself is in no list of entities.
    if (Find(participant.entity_id()) == nullptr && parts_.insert(participant.entity_id()).second)
      found_.push_back(ProvisionalEntity(v1::ENTITY_KIND_ORGANISATION, participant.name()));
  }

  void Add(const std::string& id) {
    if (id.empty() || !seen_.insert(id).second) return;
    const v1::Entity* entity = Find(id);
    if (entity == nullptr) return;
    found_.push_back(*entity);
    Add(entity->parent_id());
    Add(entity->vendor_id());
    Add(entity->family_id());
  }

  void Finish(v1::Extraction& extraction) {
    std::sort(found_.begin(), found_.end(),
              [](const v1::Entity& a, const v1::Entity& b) { return a.entity_id() < b.entity_id(); });
    for (v1::Entity& entity : found_) *extraction.add_entities() = std::move(entity);
  }

 private:
  const v1::Entity* Find(const std::string& id) const {
    const auto own = by_id_.find(id);
    return own != by_id_.end() ? own->second : catalogue_.Find(id);
  }

  const Catalogue& catalogue_;
  absl::flat_hash_map<std::string, const v1::Entity*> by_id_;
  std::set<std::string> seen_;
  std::set<std::string> parts_;
  std::vector<v1::Entity> found_;
};

}  // namespace

struct Extractor::Parts {
  Catalogue catalogue;
  std::unique_ptr<MentionFinder> mentions;
  std::unique_ptr<EventFinder> events;
  std::string version;
  int max_events = 0;
};

absl::StatusOr<std::unique_ptr<Extractor>> Extractor::Create(const Ontology& ontology,
                                                             const ExtractorOptions& options) {
  auto parts = std::make_unique<Parts>();
  ASSIGN_OR_RETURN(parts->catalogue, Catalogue::Load(options.catalogue_files));
  ASSIGN_OR_RETURN(parts->mentions, MentionFinder::Create(parts->catalogue));
  ASSIGN_OR_RETURN(parts->events, EventFinder::Create(ontology, parts->catalogue, options.frame_files));
  parts->max_events = options.max_events;
  parts->version =
      absl::StrCat(kCodeVersion, "+ontology.", ontology.version(), ".",
                   ShortHash(ontology.proto().SerializeAsString()), "+catalogue.", parts->catalogue.version(),
                   "+lexicons.", parts->mentions->version(), "+rules.", parts->events->version());
  return std::unique_ptr<Extractor>(new Extractor(std::move(parts)));
}

Extractor::Extractor(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Extractor::~Extractor() = default;

const std::string& Extractor::version() const { return parts_->version; }

v1::Extraction Extractor::Extract(const v1::Article& article, bool include_mentions,
                                  std::vector<EventExplanation>* explanations) const {
  if (explanations != nullptr) explanations->clear();
  v1::Extraction extraction;
  extraction.set_article_id(IdOf(article));
  extraction.set_uri(article.uri());
  extraction.set_extractor(parts_->version);
  if (!IsEnglish(article.language())) {
    Warn("UNSUPPORTED_LANGUAGE",
         absl::StrCat("only English is read, and the article is in '", article.language(), "'"), extraction);
    return extraction;
  }
  Document document = ReadText(article);
  parts_->mentions->Find(document);
  ResolveReferences(parts_->catalogue, parts_->mentions->descriptions(), document);
  std::vector<v1::Event> events = parts_->events->Find(document, extraction.article_id(), explanations);

  if (static_cast<int>(events.size()) > parts_->max_events) {
    Warn("TOO_MANY_EVENTS",
         absl::StrCat(events.size(), " events were found and the first ", parts_->max_events, " are kept"),
         extraction);
    events.resize(static_cast<size_t>(parts_->max_events));
    if (explanations != nullptr) explanations->resize(events.size());
  }
  EntityCollector entities(document, parts_->catalogue);
  for (v1::Event& event : events) {
    for (const v1::Participant& participant : event.participants()) entities.Add(participant);
    for (const v1::Attribution& link : event.attribution()) entities.Add(link.entity_id());
    *extraction.add_events() = std::move(event);
  }
  entities.Finish(extraction);
  if (include_mentions) {
    for (const DocumentMention& mention : document.mentions) AddMention(document, mention, extraction);
  }
  return extraction;
}

}  // namespace tearsheet
