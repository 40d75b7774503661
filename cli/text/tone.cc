#include "cli/text/tone.h"

namespace tearsheet {
namespace {

std::string_view EscapeOf(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kTitle:
      return "\x1B[1m";
    case Tone::kQuiet:
      return "\x1B[2m";
    case Tone::kGood:
      return "\x1B[32m";
    case Tone::kWarning:
      return "\x1B[33m";
    case Tone::kBad:
      return "\x1B[31m";
  }
  return "";
}

}  // namespace

std::string Paint(std::string_view text, Tone tone, bool colour) {
  if (!colour || tone == Tone::kPlain || text.empty()) return std::string(text);
  std::string painted(EscapeOf(tone));
  painted += text;
  painted += "\x1B[0m";
  return painted;
}

}  // namespace tearsheet
