// Who says so: the chain of sources of a sentence and how far it holds.
#pragma once

#include <string>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/events/arguments.h"
#include "ingest_service/events/cues.h"
#include "ingest_service/mentions/catalogue.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

// The links after the publisher, nearest first: outlets, then parties, then sources without a name.
struct SourceChain {
  std::vector<v1::Attribution> links;
  // The sentence goes on with the source of the one before ("the report also said").
  bool continues = false;

  bool HasOutlet() const;
  bool HasParty() const;
};

// What one window of a sentence says of its sources.
SourceChain ReadSources(const Grammar& grammar, const Cues& cues, const Catalogue& catalogue,
                        const Document& document, const ChunkedWindow& window,
                        const ArgumentFinder& arguments);

// The first link of every chain.
v1::Attribution PublisherLink(const v1::Article& article);

}  // namespace tearsheet
