// The same assertion in several places of an article becomes one event.
#pragma once

#include <deque>
#include <vector>

#include "common/ontology.h"
#include "ingest_service/events/assertion.h"

namespace tearsheet {

// Folds assertions that nothing tells apart: participants of shared roles agree, and so do the numbers and
// telling slots. The result is in order of first evidence; each has all its evidence, the furthest status,
// and the slots of the body sentence that first gives them (title and headings yield to it).
std::vector<Assertion> FoldAssertions(std::deque<Assertion> assertions, const Ontology& ontology);

// Whether two ranges with the same currency or unit have a common value.
bool Overlaps(const v1::Amount& a, const v1::Amount& b);
bool Overlaps(const v1::Percent& a, const v1::Percent& b);
bool Overlaps(const v1::Quantity& a, const v1::Quantity& b);

}  // namespace tearsheet
