// What a frame must find filled before it makes an event.
#pragma once

#include "common/ontology.h"
#include "ingest_service/document.h"
#include "ingest_service/events/arguments.h"
#include "ingest_service/events/frames.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

// One of each group of `frame.needs` is filled.
bool MeetsNeeds(const Ontology& ontology, const Frame& frame, const v1::Event& event);

// The same before numbers are bound: a number among the arguments that could be bound is enough.
bool MayMeetNeeds(const Ontology& ontology, const Document& document, const Frame& frame,
                  const v1::Event& event, const Arguments& arguments);

// Whether the nearest percentage is above one half, or not, as `frame.share` wants it.
bool HasShare(const Document& document, const Frame& frame, const Arguments& arguments);

}  // namespace tearsheet
