// Stands in until the stations of extraction are put together: every article has no events.
#include "ingest_service/extractor.h"

namespace tearsheet {

struct Extractor::Parts {
  std::string version;
};

Extractor::Extractor(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Extractor::~Extractor() = default;

absl::StatusOr<std::unique_ptr<Extractor>> Extractor::Create(const Ontology& ontology, const ExtractorOptions& options) {
  return std::unique_ptr<Extractor>(new Extractor(std::make_unique<Parts>(Parts{"none"})));
}

v1::Extraction Extractor::Extract(const v1::Article& article, bool include_mentions) const {
  v1::Extraction extraction;
  extraction.set_article_id(article.name().substr(article.name().find('/') + 1));
  extraction.set_uri(article.uri());
  extraction.set_extractor(parts_->version);
  return extraction;
}

const std::string& Extractor::version() const { return parts_->version; }

}  // namespace tearsheet
