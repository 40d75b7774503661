#include "ingest_service/text/abbreviations.h"

#include <algorithm>
#include <array>

namespace tearsheet {

namespace {

// Sorted, for binary search. Words that are also ordinary words ("no", "gen", "art") are abbreviations only
// before what the sentence splitter checks.
constexpr std::array kBeforeName = std::to_array<std::string_view>(
    {"adm",    "approx", "apr", "aug", "capt", "cf",   "col",  "dec", "det",  "dr",   "est",
     "feb",    "fig",    "gen", "gov", "hon",  "insp", "jan",  "jul", "jun",  "lt",   "maj",
     "messrs", "mr",     "mrs", "ms",  "mt",   "nos",  "nov",  "oct", "pres", "prof", "rep",
     "reps",   "rev",    "rs",  "sen", "sens", "sep",  "sept", "sgt", "st",   "supt", "vs"});

constexpr std::array kAnywhere = std::to_array<std::string_view>(
    {"assn", "ave", "bhd", "blvd", "bros", "cia", "co",  "corp", "cos", "dept", "etc", "ft", "gmbh",
     "inc",  "jr",  "ltd", "mfg",  "mgmt", "pct", "plc", "pte",  "pty", "rd",   "sdn", "sr"});

constexpr std::array kOpeners = std::to_array<std::string_view>(
    {"a",          "about",    "according",  "added",     "after",      "all",      "also",    "although",
     "amid",       "an",       "analysts",   "and",       "another",    "any",      "are",     "as",
     "asked",      "at",       "back",       "backed",    "based",      "because",  "before",  "both",
     "but",        "by",       "can",        "could",     "despite",    "did",      "do",      "does",
     "during",     "each",     "earlier",    "elsewhere", "even",       "every",    "few",     "finally",
     "first",      "for",      "founded",    "from",      "given",      "good",     "had",     "has",
     "have",       "having",   "he",         "here",      "his",        "how",      "however", "i",
     "if",         "in",       "including",  "instead",   "investors",  "is",       "it",      "its",
     "just",       "last",     "later",      "led",       "like",       "many",     "may",     "meanwhile",
     "might",      "more",     "most",       "much",      "must",       "nearly",   "neither", "next",
     "no",         "nobody",   "none",       "nor",       "nothing",    "now",      "of",      "on",
     "once",       "one",      "only",       "other",     "our",        "over",     "overall", "perhaps",
     "previously", "recently", "regulators", "second",    "separately", "several",  "shares",  "she",
     "should",     "since",    "so",         "some",      "sources",    "still",    "such",    "that",
     "the",        "their",    "then",       "there",     "these",      "they",     "third",   "this",
     "those",      "though",   "thus",       "to",        "today",      "together", "too",     "two",
     "under",      "until",    "very",       "was",       "we",         "were",     "what",    "when",
     "where",      "whether",  "which",      "while",     "who",        "whose",    "why",     "will",
     "with",       "without",  "would",      "yet",       "you"});

constexpr std::array kCurrencyPrefixes = std::to_array<std::string_view>(
    {"aed", "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "dkr", "egp", "eur", "gbp",
     "hkd", "huf", "idr", "ils", "inr", "jpy", "kes", "krw", "ksh", "kwd", "mxn", "myr",
     "ngn", "nkr", "nok", "nzd", "php", "pkr", "pln", "qar", "rm",  "rmb", "rp",  "rs",
     "sar", "sek", "sfr", "sgd", "skr", "thb", "try", "twd", "usd", "ush", "zar"});

template <size_t n>
bool Contains(const std::array<std::string_view, n>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

static_assert(std::is_sorted(kBeforeName.begin(), kBeforeName.end()));
static_assert(std::is_sorted(kAnywhere.begin(), kAnywhere.end()));
static_assert(std::is_sorted(kOpeners.begin(), kOpeners.end()));
static_assert(std::is_sorted(kCurrencyPrefixes.begin(), kCurrencyPrefixes.end()));

}  // namespace

Abbreviation FindAbbreviation(std::string_view word) {
  if (word.size() > 8) return Abbreviation::kNone;
  if (Contains(kBeforeName, word)) return Abbreviation::kBeforeName;
  if (Contains(kAnywhere, word)) return Abbreviation::kAnywhere;
  return Abbreviation::kNone;
}

bool OpensSentences(std::string_view word) { return Contains(kOpeners, word); }

bool IsCurrencyPrefix(std::string_view word) { return Contains(kCurrencyPrefixes, word); }

}  // namespace tearsheet
