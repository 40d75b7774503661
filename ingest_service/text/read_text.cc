#include "ingest_service/text/read_text.h"

namespace tearsheet {

Document ReadText(const v1::Article& article) {
  Document document;
  document.article = &article;
  return document;
}

}  // namespace tearsheet
