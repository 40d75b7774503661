// A text in which the names are known: what training reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tearsheet {

// A kind of name, as the labels of NameModel group them.
enum class NameKind { kOrganisation, kPerson, kPlace, kThing };

struct NamedSpan {
  // Half-open range of bytes.
  size_t begin = 0;
  size_t end = 0;
  NameKind kind = NameKind::kOrganisation;
};

struct Passage {
  std::string text;
  // In order; they do not overlap.
  std::vector<NamedSpan> names;

  void Append(std::string_view words) { text.append(words); }
  void AppendName(std::string_view name, NameKind kind) {
    names.push_back({text.size(), text.size() + name.size(), kind});
    text.append(name);
  }
};

}  // namespace tearsheet
