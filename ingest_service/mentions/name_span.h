// Where a name may stand in a sentence, and what kind of thing it may name: shape and the words around it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/token_view.h"
#include "tearsheet/v1/entity.pb.h"

namespace tearsheet {

// Organisation, person, place, thing.
using KindScores = std::array<int32_t, 4>;

// A run of tokens that is or may be a name.
struct NameSpan {
  int32_t first = 0;
  int32_t end = 0;
  int32_t sentence = 0;
  // Known name; null for one that only its shape tells. Borrowed from the catalogue.
  const CatalogueName* known = nullptr;
  v1::EntityKind kind = v1::ENTITY_KIND_UNSPECIFIED;
  // The words tell the kind; else it is the likeliest.
  bool sure = false;
  // Counts only where the article also names the same thing beyond doubt.
  bool weak = false;
  // How well each kind fits, by the model.
  KindScores kinds = {};
};

// Words that are capitalised beside names but by themselves name nobody.
inline constexpr uint32_t kBesideNames = kIsStopName | kIsTitle | kIsHonorific | kIsNationality;

// Words of calendars, capitalised or not.
inline constexpr uint32_t kTimeWords = kIsMonth | kIsWeekday | kIsDay | kIsRelative | kIsSeason;

// How a sentence uses capitals.
enum class Capitals { kNormal, kTitleCase, kAll };
Capitals CapitalsOf(const TokenView& tokens);

// The longest run of tokens at `at` that is shaped like a name the catalogue does not know, without words
// that only stand beside names ("CEO", "Danish", a sentence's first "The"). Nothing when no name starts
// there. `end` of the result is where to go on.
std::optional<NameSpan> ReadNameShape(const Catalogue& catalogue, const TokenView& tokens, int32_t at,
                                      Capitals capitals);

// The token behind the slash of a legal form of two letters: "A/S", "S/A".
bool EndsSlashedForm(const TokenView& tokens, int32_t at);

// The first word of a sentence, quotation or list item, whose capital proves nothing.
bool OpensClause(const TokenView& tokens, int32_t at);

// Who somebody is, before a name and behind "X, a": "founder", "spokeswoman".
bool IsPersonsPost(std::string_view word);

// Heads that "of" may follow within a name: "Bank of Norland", "University of Tessaly".
bool TakesOf(std::string_view word);

// Every word of the span is an ordinary one.
bool IsAllCommon(const TokenView& tokens, const NameSpan& span);

// Fills kind, sure and weak of a span that the catalogue does not know; the kind is left open where nothing
// tells it. False: it is no name.
bool ClassifyName(const TokenView& tokens, Capitals capitals, NameSpan& span);

// Signs beside the tokens [first, end) that a company is meant: "startup X", "X said", "X's shares", "X, a
// maker of".
bool HasCompanyContext(const TokenView& tokens, int32_t first, int32_t end);

}  // namespace tearsheet
