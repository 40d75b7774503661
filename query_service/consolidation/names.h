// Names and free words, made comparable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tearsheet {

// Lower-case words of letters and digits; bytes beyond ASCII count as letters. "The Wall Street Journal"
// gives "the", "wall", "street", "journal".
std::vector<std::string> Words(std::string_view text);

// Equal for two spellings of one name: words in lower case without a leading article.
std::string NameKey(std::string_view name);

// Whether two free texts can mean the same thing: their numbers and single letters agree ("Series C" is not
// "Series D", "2025" is not "2025-Q3") and, besides those, they share a word in singular or plural, or one of
// them has no other.
bool CanMeanTheSame(std::string_view a, std::string_view b);

}  // namespace tearsheet
