// Whom a sentence goes on about when it names nobody: "Revenue rose by a tenth", "300 jobs will go".
#pragma once

#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"

namespace tearsheet {

// The topic of each sentence, read in order. Borrows the document. Linear in its mentions.
class TopicTracker {
 public:
  TopicTracker(const Document& document, const Catalogue& catalogue);

  // Goes on to sentence `s`; every sentence in order.
  void Start(int s);

  // First organisation of the sentence; entity index or -1.
  int sentence_topic() const { return sentence_topic_; }
  // Whom it goes on about otherwise: the last topic of its paragraph, else the article's, else the last one.
  int topic() const { return topic_; }

 private:
  bool IsTopic(const DocumentMention& mention) const;
  // The organisation that the article is about, or -1: named in the title or often.
  void FindMain();

  const Document& document_;
  // By entity: an organisation that is no regulator or court.
  std::vector<bool> company_;
  size_t next_mention_ = 0;
  int main_ = -1;
  int sentence_topic_ = -1;
  // The same unless it is named in passing: whom the next sentence may go on about.
  int told_topic_ = -1;
  int topic_ = -1;
  int paragraph_ = -1;
  int paragraph_topic_ = -1;
  int last_topic_ = -1;
};

// A regulator, court, ministry: by the catalogue, or by the last word of the name.
bool IsOfficial(const v1::Entity& entity, const Catalogue& catalogue);

}  // namespace tearsheet
