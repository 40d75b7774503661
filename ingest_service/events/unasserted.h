// What an article tells without asserting it: figures that a correction withdraws, and deals of companies
// that it only supposes ("Suppose that BigCo buys SmallCo").
#pragma once

#include <string>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/events/assertion.h"

namespace tearsheet {

// Linear in the sentences of the document.
class Unasserted {
 public:
  explicit Unasserted(const Document& document);

  // The sentence withdraws something, or has a part that is only supposed.
  bool Drops(const Assertion& assertion) const;

 private:
  // By sentence: it corrects an earlier version, or starts with "Suppose".
  std::vector<bool> withdrawn_;
  std::vector<bool> supposed_;
  // Ids of organisations that first appear in a supposition and that no catalogue knows.
  std::vector<std::string> imaginary_;
};

}  // namespace tearsheet
