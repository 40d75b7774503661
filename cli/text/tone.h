// Colours by meaning.
#pragma once

#include <string>
#include <string_view>

namespace tearsheet {

enum class Tone { kPlain, kTitle, kQuiet, kGood, kWarning, kBad };

// `text` in the colours of `tone`; unchanged when `colour` is false.
std::string Paint(std::string_view text, Tone tone, bool colour);

}  // namespace tearsheet
