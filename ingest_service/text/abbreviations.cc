#include "ingest_service/text/abbreviations.h"

#include "common/word_set.h"

namespace tearsheet {

namespace {

// Words that are also ordinary words ("no", "gen", "art") are abbreviations only
// before what the sentence splitter checks.
constexpr auto kBeforeName =
    MakeWordSet({"adm",    "approx", "apr", "aug", "capt", "cf",   "col",  "dec", "det",  "dr",   "est",
                 "feb",    "fig",    "gen", "gov", "hon",  "insp", "jan",  "jul", "jun",  "lt",   "maj",
                 "messrs", "mr",     "mrs", "ms",  "mt",   "nos",  "nov",  "oct", "pres", "prof", "rep",
                 "reps",   "rev",    "rs",  "sen", "sens", "sep",  "sept", "sgt", "st",   "supt", "vs"});

constexpr auto kAnywhere = MakeWordSet({"assn", "ave", "bhd", "blvd", "bros", "cia", "co",  "corp", "cos",
                                        "dept", "etc", "ft",  "gmbh", "inc",  "jr",  "ltd", "mfg",  "mgmt",
                                        "pct",  "plc", "pte", "pty",  "rd",   "sdn", "sr"});

constexpr auto kOpeners = MakeWordSet(
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

constexpr auto kCurrencyPrefixes =
    MakeWordSet({"aed", "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "dkr", "egp", "eur", "gbp",
                 "hkd", "huf", "idr", "ils", "inr", "jpy", "kes", "krw", "ksh", "kwd", "mxn", "myr",
                 "ngn", "nkr", "nok", "nzd", "php", "pkr", "pln", "qar", "rm",  "rmb", "rp",  "rs",
                 "sar", "sek", "sfr", "sgd", "skr", "thb", "try", "twd", "usd", "ush", "zar"});

}  // namespace

Abbreviation FindAbbreviation(std::string_view word) {
  if (word.size() > 8) return Abbreviation::kNone;
  if (kBeforeName.Has(word)) return Abbreviation::kBeforeName;
  if (kAnywhere.Has(word)) return Abbreviation::kAnywhere;
  return Abbreviation::kNone;
}

bool OpensSentences(std::string_view word) { return kOpeners.Has(word); }

bool IsCurrencyPrefix(std::string_view word) { return kCurrencyPrefixes.Has(word); }

}  // namespace tearsheet
