// Files of golden cases, in the manner of:
//
//   # a comment
//   @time: 2025-11-14T09:00:00Z        optional: also @title, @publisher, @language, @format html
//   Northgate Foods agreed to buy Peel Bakeries for $2 billion.
//   --
//   ACQUISITION ACQUIRER=Northgate Foods TARGET=Peel Bakeries amount=USD 2000000000 status=AGREED
//   ==
//   (the next case)
//
// A case whose expectation is empty asserts nothing. A new case needs no C++.
#pragma once

#include <string>
#include <vector>

#include "tearsheet/v1/article.pb.h"
#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

struct GoldenCase {
  std::string file;
  // Line of its input.
  int line = 0;
  v1::Article article;
  // One event per line.
  std::vector<std::string> expected;
};

// Reads a file; a file that is no golden file gives one case with an empty body.
std::vector<GoldenCase> ReadGoldenFile(const std::string& path);

// An event in one line: type, participants, numbers, time, word slots, status, certainty other than ASSERTED,
// sources after the publisher.
std::string RenderEvent(const v1::Event& event);

// Lines only in `expected` with "-", only in `actual` with "+", common ones with " ".
std::string Diff(const std::vector<std::string>& expected, const std::vector<std::string>& actual);

}  // namespace tearsheet
