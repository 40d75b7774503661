// The first station: an article as received becomes reader text, tokens and sentences.
#pragma once

#include "ingest_service/document.h"
#include "tearsheet/v1/article.pb.h"

namespace tearsheet {

// Fills texts, tokens and sentences. Borrows `article`, whose title and body are valid UTF-8 (CheckArticle),
// for the life of the result. Linear in the length of title and body. Thread-safe; never fails: of bytes that
// are no text nothing is read.
Document ReadText(const v1::Article& article);

}  // namespace tearsheet
