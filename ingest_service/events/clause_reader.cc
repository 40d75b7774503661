#include "ingest_service/events/clause_reader.h"

namespace tearsheet {
namespace {

// Longest parenthesis between two commas, in chunks.
constexpr int kParenthesis = 18;
constexpr int kMaxDepth = 5;

}  // namespace

bool ClauseReader::Is(int chunk, Chunk::Kind kind) const {
  return chunk >= 0 && chunk < size() && window_.chunks[chunk].kind == kind;
}

std::string_view ClauseReader::Lower(int chunk) const {
  return document_.tokens[window_.tagged.window.first + window_.chunks[chunk].first].lower;
}

bool ClauseReader::HasEntity(int chunk) const {
  if (!Is(chunk, Chunk::kNoun)) return false;
  for (int m : window_.chunks[chunk].mentions) {
    if (IsEntityMention(document_.mentions[m])) return true;
  }
  return false;
}

bool ClauseReader::IsNamed(int chunk) const {
  if (!HasEntity(chunk)) return false;
  const Chunk& phrase = window_.chunks[chunk];
  for (int m : phrase.mentions) {
    const DocumentMention& mention = document_.mentions[m];
    if (IsEntityMention(mention) && !mention.reference && !mention.possessive &&
        mention.end_token - window_.tagged.window.first == phrase.end)
      return true;
  }
  return false;
}

bool ClauseReader::IsPlace(int chunk) const {
  if (!IsNamed(chunk)) return false;
  const DocumentMention& mention = document_.mentions[window_.chunks[chunk].mentions.back()];
  return !mention.entities.empty() && document_.entities[mention.entities[0]].kind() == v1::ENTITY_KIND_PLACE;
}

// The chunk before the parenthesis that ends at `chunk`, or `chunk` itself when none does.
int ClauseReader::SkipParenthesisLeft(int chunk) const {
  if (Is(chunk, Chunk::kClose)) {
    for (int i = chunk - 1; i >= 0 && i > chunk - kParenthesis; --i) {
      if (Is(i, Chunk::kOpen)) return i - 1;
    }
    return chunk - 1;
  }
  if (Is(chunk, Chunk::kComma) || Is(chunk, Chunk::kDash)) {
    const Chunk::Kind kind = window_.chunks[chunk].kind;
    int found = -1;
    for (int i = chunk - 1; i >= 0 && i > chunk - kParenthesis; --i) {
      if (Is(i, Chunk::kStop)) break;
      if (!Is(i, kind)) continue;
      found = i;
      // A noun phrase right before the comma is what the parenthesis describes.
      if (Is(i - 1, Chunk::kNoun) || Is(i - 1, Chunk::kClose)) break;
    }
    if (found > 0) return found - 1;
  }
  return chunk;
}

int ClauseReader::SkipParenthesisRight(int chunk) const {
  if (Is(chunk, Chunk::kOpen)) {
    for (int i = chunk + 1; i < size() && i < chunk + kParenthesis; ++i) {
      if (Is(i, Chunk::kClose)) return i + 1;
    }
    return -1;
  }
  const Chunk::Kind kind = window_.chunks[chunk].kind;
  for (int i = chunk + 1; i < size() && i < chunk + kParenthesis; ++i) {
    if (Is(i, Chunk::kStop)) return -1;
    if (Is(i, kind)) {
      return Is(i + 1, Chunk::kPreposition) || Is(i + 1, Chunk::kVerb) || Is(i + 1, Chunk::kConjunction)
                 ? i + 1
                 : -1;
    }
  }
  return -1;
}

bool ClauseReader::BoundsNumber(int preposition) const {
  const std::string_view word = Lower(preposition);
  return word == "between" || word == "about" || word == "around" || word == "over" || word == "above" ||
         word == "under";
}

bool ClauseReader::StartsWithNumber(int chunk) const {
  return Is(chunk, Chunk::kNoun) && !window_.chunks[chunk].mentions.empty() &&
         !IsEntityMention(document_.mentions[window_.chunks[chunk].mentions[0]]) &&
         window_.tagged.tags[window_.chunks[chunk].first] == Tag::kNumber;
}

// Whether the clause that `chunk` stands in has had its verb: otherwise a list before a verb is (part of) the
// subject ("the merger of Acme and Birch closed").
bool ClauseReader::HasFiniteBefore(int chunk) const {
  for (int i = chunk - 1; i >= 0 && i > chunk - kClauseReach; --i) {
    if (Is(i, Chunk::kStop) || Is(i, Chunk::kSubordinator)) return false;
    if (Is(i, Chunk::kVerb)) return window_.chunks[i].verb.finite() || window_.chunks[i].verb.infinitive;
  }
  return false;
}

bool ClauseReader::EndsWith(int chunk, Word::Class c) const {
  return Is(chunk, Chunk::kNoun) && window_.tagged.words[window_.chunks[chunk].end - 1]->Is(c);
}

// The chunk that an infinitive or -ing form depends on: a verb group, or a noun phrase ("talks to buy"); -1:
// none.
int ClauseReader::GovernorOf(int verb_chunk) const {
  const VerbGroup& verb = window_.chunks[verb_chunk].verb;
  if (verb.finite()) return -1;
  int nouns = 0;
  for (int i = verb_chunk - 1; i >= 0 && i > verb_chunk - 10; --i) {
    switch (window_.chunks[i].kind) {
      case Chunk::kVerb:
        return i;
      case Chunk::kNoun:
        if (++nouns > 3) return -1;
        break;
      case Chunk::kStop:
      case Chunk::kRelative:
        return -1;
      case Chunk::kComma:
        if (verb.gerund || verb.reduced) return -1;
        break;
      default:
        break;
    }
  }
  return -1;
}

std::vector<int> ClauseReader::Subject(int verb_chunk, int depth) const {
  if (depth > kMaxDepth) return {};
  const VerbGroup& verb = window_.chunks[verb_chunk].verb;
  int before = verb_chunk - 1;
  while (Is(before, Chunk::kAdverb) || Is(before, Chunk::kTime) || Is(before, Chunk::kQuote)) --before;
  if (verb.finite()) return SubjectOfFinite(verb_chunk, depth);
  if (verb.reduced) {
    if (Is(before, Chunk::kNoun)) return {before};
    if (Is(before, Chunk::kComma) && Is(before - 1, Chunk::kNoun)) return {before - 1};
    return SubjectBehind(verb_chunk);
  }
  const int governor = GovernorOf(verb_chunk);
  // "Amazon putting money into", "for Amazon to invest", "asked Acme to sell".
  if (HasEntity(before)) {
    const bool control =
        governor >= 0 &&
        (before == governor + 1 || (before == governor + 3 && Is(governor + 1, Chunk::kNoun) &&
                                    Is(governor + 2, Chunk::kPreposition) && Lower(governor + 2) == "of"));
    const bool after_for = Is(before - 1, Chunk::kPreposition) && (verb.gerund || Lower(before - 1) == "for");
    const bool headline = governor < 0;
    if (control || after_for || headline || (verb.gerund && governor != before - 1))
      return CoordinatedLeft(before);
  }
  if (governor >= 0) return Subject(governor, depth + 1);
  // ", valuing it at": the subject of the clause before the comma.
  for (int i = verb_chunk - 1; i >= 0 && i > verb_chunk - kClauseReach; --i) {
    if (Is(i, Chunk::kStop)) break;
    if (Is(i, Chunk::kVerb) && window_.chunks[i].verb.finite()) return Subject(i, depth + 1);
  }
  // "Acme in talks to buy Birch", "Sources: Acme in talks": a headline without a verb begins with its
  // subject.
  if (verb.infinitive && governor < 0) {
    int start = verb_chunk;
    while (start > 0 && !Is(start - 1, Chunk::kStop)) --start;
    if (HasEntity(start)) return {start};
  }
  return SubjectBehind(verb_chunk);
}

// "Founded in 2019, Acme makes", "having bought Birch, Acme is": the subject of the clause that an opening
// clause without one stands before.
std::vector<int> ClauseReader::SubjectBehind(int verb_chunk) const {
  for (int i = verb_chunk - 1; i >= 0 && !Is(i, Chunk::kStop); --i) {
    const Chunk::Kind kind = window_.chunks[i].kind;
    if (kind != Chunk::kPreposition && kind != Chunk::kSubordinator && kind != Chunk::kAdverb) return {};
  }
  for (int i = verb_chunk + 1; i < size() && i < verb_chunk + kParenthesis; ++i) {
    if (Is(i, Chunk::kStop) || Is(i, Chunk::kRelative) ||
        (Is(i, Chunk::kVerb) && window_.chunks[i].verb.finite()))
      return {};
    if (!Is(i, Chunk::kComma) || !HasEntity(i + 1)) continue;
    const std::vector<int> items = CoordinatedRight(i + 1, false);
    int after = items.back() + 1;
    if (Is(after, Chunk::kComma) || Is(after, Chunk::kOpen)) after = SkipParenthesisRight(after);
    while (after >= 0 && Is(after, Chunk::kAdverb)) ++after;
    if (after >= 0 && Is(after, Chunk::kVerb) && window_.chunks[after].verb.finite()) return items;
  }
  return {};
}

std::vector<int> ClauseReader::SubjectOfFinite(int verb_chunk, int depth) const {
  int i = verb_chunk - 1;
  int candidate = -1;
  for (int steps = 0; i >= 0 && steps < kClauseReach; ++steps) {
    switch (window_.chunks[i].kind) {
      case Chunk::kNoun:
        if (Is(i - 1, Chunk::kPreposition) && Lower(i - 1) != "than") {
          candidate = candidate < 0 ? i : candidate;
          i -= 2;
          // "one of the firms", "shares of X": go on to the head.
          if (Is(i, Chunk::kNoun)) return CoordinatedLeft(i);
          continue;
        }
        // "Acme of Leeds, Yorkshire said": go on to the town, and from there to Acme.
        if (IsPlace(i) && Is(i - 1, Chunk::kComma) && IsNamed(i - 2)) {
          i -= 2;
          continue;
        }
        return CoordinatedLeft(i);
      case Chunk::kRelative: {
        int antecedent = i - 1;
        if (Is(antecedent, Chunk::kPreposition)) --antecedent;
        if (Is(antecedent, Chunk::kComma)) --antecedent;
        if (Is(antecedent, Chunk::kClose)) antecedent = SkipParenthesisLeft(antecedent);
        if (!IsNamed(antecedent)) {
          // "Acme, the holding of the Birch family, which": the name that is described.
          int described = antecedent;
          while (Is(described, Chunk::kNoun) && Is(described - 1, Chunk::kPreposition)) described -= 2;
          if (EndsWith(described, Word::kMetonym) && Is(described - 1, Chunk::kComma) &&
              IsNamed(described - 2))
            return {described - 2};
        }
        if (Is(antecedent, Chunk::kNoun)) return {antecedent};
        return {};
      }
      case Chunk::kComma:
      case Chunk::kDash:
      case Chunk::kClose: {
        const int before = SkipParenthesisLeft(i);
        if (before == i) {
          --i;
          // "…, and bought": the comma belongs to the conjunction.
          if (!Is(i, Chunk::kNoun)) return {};
          continue;
        }
        // "One of them, Acme, said", "its rival, Acme, said": the name is meant.
        if (Is(before, Chunk::kNoun) && !IsNamed(before) && Is(before + 1, Chunk::kComma) &&
            IsNamed(before + 2))
          return CoordinatedRight(before + 2, true);
        i = before;
        continue;
      }
      case Chunk::kConjunction: {
        // "agreed to buy X and completed": the subject of the verb before.
        for (int j = i - 1; j >= 0 && j > i - kClauseReach; --j) {
          if (Is(j, Chunk::kStop)) break;
          if (Is(j, Chunk::kVerb) && (window_.chunks[j].verb.finite())) return Subject(j, depth + 1);
        }
        return {};
      }
      case Chunk::kSubordinator:
      case Chunk::kStop:
        return {};
      case Chunk::kVerb:
        // A participle or infinitive between subject and verb is part of the subject.
        if (!window_.chunks[i].verb.finite()) {
          const std::vector<int> inner =
              window_.chunks[i].verb.reduced ? Subject(i, depth + 1) : std::vector<int>();
          if (!inner.empty()) return inner;
          --i;
          continue;
        }
        return Subject(i, depth + 1);
      default:
        --i;
        continue;
    }
  }
  return {};
}

// "a spokesperson for Acme", "the board of Acme": who acts is Acme. "A group led by Acme", "a consortium of
// Acme and Birch": who acts are those it is made of.
std::vector<int> ClauseReader::Represented(std::vector<int> subject) const {
  if (subject.size() != 1 || HasEntity(subject[0])) return subject;
  const int c = subject[0];
  const bool collective = EndsWith(c, Word::kCollective);
  if (!collective && !EndsWith(c, Word::kMetonym)) return subject;
  int next = c + 1;
  if (collective && Is(next, Chunk::kComma)) ++next;
  if (collective && Is(next, Chunk::kVerb) && window_.chunks[next].verb.reduced) {
    ++next;
    // "made up of".
    if (!Is(next + 1, Chunk::kNoun) && (Is(next, Chunk::kPreposition) || Is(next, Chunk::kAdverb))) ++next;
  }
  // "investors such as Acme".
  if (collective && Is(next, Chunk::kNoun) && Lower(next) == "such" && Is(next + 1, Chunk::kPreposition) &&
      Lower(next + 1) == "as" && HasEntity(next + 2))
    return CoordinatedRight(next + 2, true);
  const bool including = Is(next, Chunk::kVerb) && Lower(next) == "including";
  if (!Is(next, Chunk::kPreposition) && !including) return subject;
  // "a group of investors led by Acme".
  if (collective && Lower(next) == "of" && !HasEntity(next + 1) && EndsWith(next + 1, Word::kCollective))
    return Represented({next + 1});
  if (!HasEntity(next + 1)) return subject;
  const std::string_view word = Lower(next);
  const bool member =
      collective && (word == "by" || word == "including" || word == "comprising" || word == "like");
  const bool owners = collective && word == "in" && EndsWithOwners(c);
  if (word != "for" && word != "of" && word != "at" && word != "from" && !member && !owners) return subject;
  return CoordinatedRight(next + 1, true);
}

bool ClauseReader::EndsWithOwners(int chunk) const {
  const std::string_view word =
      document_.tokens[window_.tagged.window.first + window_.chunks[chunk].end - 1].lower;
  return word == "shareholders" || word == "stockholders" || word == "investors" || word == "holders";
}

int ClauseReader::RelativeObject(int verb_chunk) const {
  int i = verb_chunk - 1;
  while (Is(i, Chunk::kAdverb) || Is(i, Chunk::kTime)) --i;
  if (!Is(i, Chunk::kNoun)) return -1;
  while (Is(i - 1, Chunk::kConjunction) && Is(i - 2, Chunk::kNoun)) i -= 2;
  if (!Is(--i, Chunk::kRelative)) return -1;
  --i;
  if (Is(i, Chunk::kComma)) --i;
  if (Is(i, Chunk::kClose)) i = SkipParenthesisLeft(i);
  return Is(i, Chunk::kNoun) ? i : -1;
}

Governors ClauseReader::GovernorsOfVerb(int verb_chunk) const {
  Governors governors;
  int chunk = verb_chunk;
  while (chunk >= 0 && governors.chunks.size() < kMaxDepth) {
    governors.chunks.push_back(chunk);
    chunk = GovernorOf(chunk);
  }
  return governors;
}

// "said revenue for the year rose": the finite verb that a phrase right behind a verb of saying is the
// subject of, or -1.
int ClauseReader::VerbOfReported(int saying, int chunk) const {
  const VerbGroup& verb = window_.chunks[saying].verb;
  if (!verb.finite() || !window_.tagged.words[verb.main]->Is(Word::kSaying)) return -1;
  for (int i = chunk + 1; i < size() && i < chunk + kParenthesis; ++i) {
    switch (window_.chunks[i].kind) {
      case Chunk::kVerb:
        return window_.chunks[i].verb.finite() ? i : -1;
      case Chunk::kNoun:
      case Chunk::kPreposition:
      case Chunk::kTime:
      case Chunk::kTerm:
      case Chunk::kAdverb:
        break;
      default:
        return -1;
    }
  }
  return -1;
}

// The parse is asked where the scan finds nothing (docs/adr/0012-syntax.md).
std::vector<int> ClauseReader::SurfaceSubject(int verb_chunk) const {
  std::vector<int> found = Subject(verb_chunk, 0);
  return found.empty() ? parsed_.Subject(verb_chunk) : found;
}

Governors ClauseReader::GovernorsOfNoun(int chunk) const {
  Governors scanned = ScanForGovernors(chunk);
  if (!scanned.chunks.empty()) return scanned;
  const ParsedClauses::Governor governor = parsed_.GovernorOfNoun(chunk);
  if (governor.chunk < 0) return {};
  if (governor.is_subject) return {{governor.chunk}, true};
  if (const int reported = VerbOfReported(governor.chunk, chunk); reported >= 0) return {{reported}, true};
  return GovernorsOfVerb(governor.chunk);
}

Governors ClauseReader::ScanForGovernors(int chunk) const {
  // "the stock fell and the market value rose to": it is the subject of a clause of its own.
  const bool own_clause = Is(chunk - 1, Chunk::kConjunction) && Is(chunk + 1, Chunk::kVerb) &&
                          window_.chunks[chunk + 1].verb.finite();
  // To the left: the verb whose object or complement the phrase is.
  for (int i = chunk - 1; !own_clause && i >= 0 && i > chunk - 14; --i) {
    const Chunk::Kind kind = window_.chunks[i].kind;
    if (kind == Chunk::kVerb) {
      if (const int reported = VerbOfReported(i, chunk); reported >= 0) return {{reported}, true};
      return GovernorsOfVerb(i);
    }
    if (kind == Chunk::kClose || kind == Chunk::kDash ||
        (kind == Chunk::kComma && !Is(i + 1, Chunk::kPreposition))) {
      const int before = SkipParenthesisLeft(i);
      if (before == i) break;
      i = before + 1;
      continue;
    }
    if (kind == Chunk::kStop || kind == Chunk::kSubordinator || kind == Chunk::kRelative) break;
  }
  // To the right: the verb whose subject it is.
  Governors governors;
  for (int i = chunk + 1; i < size() && i < chunk + 14; ++i) {
    const Chunk::Kind kind = window_.chunks[i].kind;
    if (kind == Chunk::kVerb) {
      if (!window_.chunks[i].verb.finite()) continue;
      governors.chunks = {i};
      governors.trigger_is_subject = true;
      break;
    }
    if (kind == Chunk::kComma || kind == Chunk::kOpen || kind == Chunk::kDash) {
      const int after = SkipParenthesisRight(i);
      if (after < 0) break;
      i = after - 1;
      continue;
    }
    if (kind == Chunk::kStop || kind == Chunk::kSubordinator) break;
  }
  return governors;
}

}  // namespace tearsheet
