#include "ingest_service/mentions/value_finder.h"

#include <optional>
#include <utility>

#include "ingest_service/mentions/amounts.h"
#include "ingest_service/mentions/percents.h"
#include "ingest_service/mentions/quantities.h"
#include "ingest_service/mentions/times.h"

namespace tearsheet {

namespace {

// What a value may start with besides a number in digits.
constexpr uint32_t kStartsValue = kIsCardinal | kIsFraction | kIsCurrencySymbol | kIsCurrencyCode |
                                  kIsDollarPrefix | kIsMultiple | kIsPercent | kStartsCurrency;

bool StartsValue(const TokenView& tokens, int32_t at) {
  if (tokens.At(at).kind == Token::kNumber || tokens.Is(at, kStartsValue)) return true;
  // "a billion dollars", "a third of", "a dime"
  return (tokens.Lower(at) == "a" &&
          tokens.Is(at + 1, kIsScale | kIsFraction | kIsCardinal | kIsTimeUnit | kIsCoin)) ||
         (at == tokens.first() && tokens.Lower(at) == "per");
}

std::optional<DocumentMention> ReadValue(const TokenView& tokens, int32_t at) {
  if (std::optional<DocumentMention> amount = ReadAmount(tokens, at); amount.has_value()) return amount;
  if (std::optional<DocumentMention> percent = ReadPercent(tokens, at); percent.has_value()) return percent;
  if (std::optional<DocumentMention> term = ReadTerm(tokens, at); term.has_value()) return term;
  return ReadQuantity(tokens, at);
}

// "over the next five years" is also a duration; "the past five years" and "the three months to June" are
// none.
void AddTermWithin(const TokenView& tokens, const DocumentMention& time, int32_t sentence,
                   std::vector<DocumentMention>& mentions) {
  bool ahead = false;
  for (int32_t k = time.first_token; k < time.end_token; ++k) {
    ahead = ahead || (tokens.Is(k, kIsRelative) && tokens.Word(k).relative > 0);
    if (!ahead || !StartsValue(tokens, k)) continue;
    std::optional<DocumentMention> term = ReadTerm(tokens, k);
    if (!term.has_value() || term->end_token > time.end_token) continue;
    term->sentence = sentence;
    mentions.push_back(std::move(*term));
    return;
  }
}

std::optional<Date> StartOf(const DocumentMention& time) {
  Date date;
  const std::string& start = time.value.time().start();
  if (!absl::ParseCivilTime(start, &date)) return std::nullopt;
  return date;
}

// In "$5.2bn (£3.4bn)" the second sum says the first again.
bool RepeatsAmount(const TokenView& tokens, const std::vector<DocumentMention>& mentions,
                   const DocumentMention& amount, int32_t repeated_end) {
  if (mentions.empty() || amount.kind != v1::AMOUNT) return false;
  // "(...; £4.4bn)": a third time.
  if (repeated_end == amount.first_token - 1) return true;
  if (tokens.Lower(amount.first_token - 1) != "(") return false;
  const DocumentMention& before = mentions.back();
  return before.kind == v1::AMOUNT && before.end_token == amount.first_token - 1 &&
         before.value.amount().currency() != amount.value.amount().currency();
}

}  // namespace

bool WritesDayFirst(std::string_view domain) {
  const size_t dot = domain.rfind('.');
  if (dot == domain.npos || domain.size() - dot != 3) return false;
  const std::string_view country = domain.substr(dot + 1);
  // Domains of countries that write the month first, or that stand for something else.
  return country != "us" && country != "ph" && country != "io" && country != "ai" && country != "co" &&
         country != "tv" && country != "me" && country != "fm";
}

void FindValues(const TokenView& tokens, int32_t sentence, const ArticleTime& time,
                std::vector<DocumentMention>& mentions) {
  TimeContext context{tokens, time.published, time.day_first, std::nullopt, false, false};
  // One past the last sum that says another again.
  int32_t repeated_end = -2;
  for (int32_t i = tokens.first(); i < tokens.end();) {
    const bool value = StartsValue(tokens, i);
    std::optional<DocumentMention> found;
    if (value) {
      // A number that a currency follows is no date ("27 May 2025" is one, "27 dollars" is not).
      found = ReadAmount(tokens, i);
      if (!found.has_value()) found = ReadPercent(tokens, i);
    }
    if (!found.has_value() && StartsTime(tokens, i)) {
      found = ReadTime(context, i);
      if (found.has_value()) AddTermWithin(tokens, *found, sentence, mentions);
    }
    if (!found.has_value() && value) found = ReadValue(tokens, i);
    if (!found.has_value()) {
      ++i;
      continue;
    }
    i = std::max(i + 1, found->end_token);
    if (found->kind == v1::TIME) context.anchor = StartOf(*found);
    if (RepeatsAmount(tokens, mentions, *found, repeated_end)) {
      repeated_end = found->end_token;
      continue;
    }
    found->sentence = sentence;
    mentions.push_back(std::move(*found));
  }
}

}  // namespace tearsheet
