#include "ingest_service/mentions/legal_forms.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tearsheet {

namespace {

// A form has at most this many tokens: "sp. z o. o.", "a / s".
constexpr size_t kLongestForm = 6;

// Forms as IsForm joins them: small letters without accents, without spaces and punctuation. Sorted.
constexpr std::array kForms = std::to_array<std::string_view>({
    "&co",
    "&cokg",
    "&cokgaa",
    "&company",
    "ab",
    "ag",
    "aktiebolag",
    "aktiengesellschaft",
    "amba",
    "aps",
    "as",
    "asa",
    "berhad",
    "beslotenvennootschap",
    "bhd",
    "bv",
    "bvba",
    "co",
    "coltd",
    "company",
    "corp",
    "corporation",
    "cv",
    "cvba",
    "dac",
    "doo",
    "eac",
    "ead",
    "eeig",
    "eirl",
    "eood",
    "epe",
    "fzco",
    "fze",
    "fzllc",
    "gesmbh",
    "gie",
    "gmbh",
    "gmbh&co",
    "gmbh&cokg",
    "gmbhcokg",
    "inc",
    "incorporated",
    "jsc",
    "kabushikikaisha",
    "kft",
    "kg",
    "kgaa",
    "kk",
    "kkt",
    "lda",
    "limitada",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "ltdsti",
    "ltee",
    "mbh",
    "nv",
    "nyrt",
    "ohg",
    "ojsc",
    "ood",
    "ou",
    "oy",
    "oyab",
    "oyj",
    "pao",
    "pbc",
    "pcl",
    "pjsc",
    "plc",
    "pllc",
    "psc",
    "pte",
    "pteltd",
    "ptyltd",
    "publiclimitedcompany",
    "pvt",
    "pvtltd",
    "qpsc",
    "qsc",
    "sa",
    "saa",
    "sab",
    "sabdecv",
    "sadecv",
    "sae",
    "sal",
    "saog",
    "sapi",
    "sapidecv",
    "sarl",
    "sas",
    "sasu",
    "sca",
    "scs",
    "sdnbhd",
    "se",
    "sicav",
    "sl",
    "slu",
    "smbh",
    "snc",
    "societaperazioni",
    "spa",
    "spolkaakcyjna",
    "spolkazoo",
    "spolsro",
    "spzoo",
    "srl",
    "sro",
    "tbk",
    "tmi",
    "uab",
    "vof",
    "wll",
    "zrt",
    "акционерноеобщество",
    "ао",
    "зао",
    "оао",
    "ооо",
    "пао",
});

static_assert(std::is_sorted(kForms.begin(), kForms.end()));

// Forms that stand before the name, and those that are never a word of one. Sorted.
constexpr std::array kFormsBefore =
    std::to_array<std::string_view>({"jsc", "llc", "nv", "ojsc", "ooo", "ou", "oy", "oyab", "pao", "pjsc",
                                     "pt", "sia", "uab", "zao", "ао", "зао", "оао", "ооо", "пао"});
constexpr std::array kFormsInside =
    std::to_array<std::string_view>({"gmbh", "oy", "ptyltd", "pvtltd", "sdnbhd"});

static_assert(std::is_sorted(kFormsBefore.begin(), kFormsBefore.end()));
static_assert(std::is_sorted(kFormsInside.begin(), kFormsInside.end()));

// Signs that do not tell one form from another.
bool IsFiller(const Token& token) {
  return token.text == "," || token.text == "." || token.text == "/" || token.text == "!";
}

// "Village Spa": a word, unlike "SpA" and "S.p.A.".
bool IsWord(const Token& token) { return token.text == "Spa"; }

// How many tokens the longest form that ends (or begins) `tokens` has; 0 when none does.
enum class Side { kEnd, kBegin };
size_t FormLength(absl::Span<const Token> tokens, Side side, absl::Span<const std::string_view> forms) {
  for (size_t length = std::min(tokens.size(), kLongestForm); length > 0; --length) {
    const absl::Span<const Token> part = side == Side::kEnd ? tokens.last(length) : tokens.first(length);
    if (IsFiller(part.front()) || IsWord(part.front())) continue;
    if (side == Side::kBegin && IsFiller(part.back())) continue;
    std::string joined;
    for (const Token& token : part) {
      if (!IsFiller(token)) joined.append(token.lower);
    }
    if (std::binary_search(forms.begin(), forms.end(), joined)) return length;
  }
  return 0;
}

}  // namespace

void DropLegalForms(absl::Span<const Token> name, std::vector<size_t>& kept) {
  size_t begin = 0;
  size_t end = name.size();
  while (end > 0) {
    const size_t length = FormLength(name.first(end), Side::kEnd, kForms);
    end -= length;
    if (length > 0) continue;
    if (!IsFiller(name[end - 1])) break;
    --end;
  }
  while (begin + 1 < end) {
    const size_t length = FormLength(name.subspan(begin, end - begin), Side::kBegin, kFormsBefore);
    // "PT Telkom", but "Pt. Lobos".
    if (length == 0 || begin + length >= end) break;
    if (!name[begin].all_caps && name[begin].lower != "oy") break;
    begin += length;
  }
  for (size_t i = begin; i < end;) {
    const size_t length = i == begin ? 0 : FormLength(name.subspan(i, end - i), Side::kBegin, kFormsInside);
    if (length == 0) kept.push_back(i);
    i += std::max<size_t>(length, 1);
  }
}

}  // namespace tearsheet
