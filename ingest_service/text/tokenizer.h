// Reader text -> tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/text/reader_text.h"

namespace tearsheet {

// A run of tokens between two block breaks; not empty.
struct Block {
  int32_t first_token = 0;
  int32_t end_token = 0;
  bool bullet = false;
};

// Splits `text`, a reader text aligned by `runs`, into tokens, appends them to `tokens` and returns the
// blocks they make.
//
//   text               tokens                     why
//   US$1.1bn           US$ 1.1 bn                 letters glued to a currency sign belong to it; numbers end
//   at letters AI-driven          AI - driven                hyphens always split; space_before tells that
//   nothing stood between Amazon’s, don’t    Amazon ’s, do n’t          clitics are tokens, other apostrophes
//   stay inside ("O'Reilly") U.S., J., Inc.     U.S., J., Inc.             lower form without full stops:
//   "us", "j", "inc" AT&T, Amazon.com   AT&T, Amazon.com           '&' and '.' stay between letters
//   1,78,59,776        1,78,59,776                groups and decimals of one number stay together
//
// `plain` gets the lower forms and must have been reserved to at least the size of `text`; the tokens view
// both and neither may change afterwards. Linear; no allocation per token. `tokens` may hold earlier tokens.
std::vector<Block> Tokenize(std::string_view text, const std::vector<ReaderText::Run>& runs,
                            std::string& plain, std::vector<Token>& tokens);

}  // namespace tearsheet
