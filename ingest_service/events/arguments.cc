#include "ingest_service/events/arguments.h"

#include <algorithm>

namespace tearsheet {
namespace {

// Farthest that a scan goes, in chunks; keeps the cost of a sentence linear.
constexpr int kReach = 40;
// Longest parenthesis between two commas, in chunks.
constexpr int kParenthesis = 18;
constexpr int kMaxDepth = 5;

bool IsEntityMention(const DocumentMention& mention) {
  return mention.kind == v1::ENTITY || mention.kind == v1::SOURCE;
}

}  // namespace

ArgumentFinder::ArgumentFinder(const Grammar& grammar, const Document& document, const ChunkedWindow& window)
    : grammar_(grammar), document_(document), window_(window), by_(grammar.Id("by")), of_(grammar.Id("of")) {}

bool ArgumentFinder::Is(int chunk, Chunk::Kind kind) const {
  return chunk >= 0 && chunk < size() && window_.chunks[chunk].kind == kind;
}

std::string_view ArgumentFinder::Lower(int chunk) const {
  return document_.tokens[window_.tagged.window.first + window_.chunks[chunk].first].lower;
}

bool ArgumentFinder::HasEntity(int chunk) const {
  if (!Is(chunk, Chunk::kNoun)) return false;
  for (int m : window_.chunks[chunk].mentions) {
    if (IsEntityMention(document_.mentions[m])) return true;
  }
  return false;
}

// The chunk before the parenthesis that ends at `chunk`, or `chunk` itself when none does.
int ArgumentFinder::SkipParenthesisLeft(int chunk) const {
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

// The chunk after the parenthesis that starts at `chunk`, or -1 when none does.
int ArgumentFinder::SkipParenthesisRight(int chunk) const {
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

// "between", "about", "over" before a number bound it.
bool ArgumentFinder::BoundsNumber(int preposition) const {
  const std::string_view word = Lower(preposition);
  return word == "between" || word == "about" || word == "around" || word == "over" || word == "above" ||
         word == "under";
}

bool ArgumentFinder::StartsWithNumber(int chunk) const {
  return Is(chunk, Chunk::kNoun) && !window_.chunks[chunk].mentions.empty() &&
         !IsEntityMention(document_.mentions[window_.chunks[chunk].mentions[0]]) &&
         window_.tagged.tags[window_.chunks[chunk].first] == Tag::kNumber;
}

// "X, Y and Z" from its first phrase. `closed`: after "between", where the last one is no subject of what
// follows.
std::vector<int> ArgumentFinder::CoordinatedRight(int chunk, bool closed) const {
  std::vector<int> items = {chunk};
  if (!HasEntity(chunk)) return items;
  std::vector<int> tentative;
  int i = chunk + 1;
  while (i + 1 < size() && i < chunk + kReach) {
    if (Is(i, Chunk::kOpen)) {
      i = SkipParenthesisRight(i);
      if (i < 0) return items;
      continue;
    }
    const bool comma = Is(i, Chunk::kComma);
    const bool conjunction = Is(comma ? i + 1 : i, Chunk::kConjunction);
    const int next = i + (comma ? 1 : 0) + (conjunction ? 1 : 0);
    if ((!comma && !conjunction) || !HasEntity(next)) return items;
    const Tag first = window_.tagged.tags[window_.chunks[next].first];
    if (comma && !conjunction && first == Tag::kDeterminer) return items;
    // "… and Z said": the last phrase is the subject of a clause of its own.
    if (!closed && Is(next + 1, Chunk::kVerb) && window_.chunks[next + 1].verb.finite() && conjunction)
      return items;
    tentative.push_back(next);
    if (conjunction) {
      items.insert(items.end(), tentative.begin(), tentative.end());
      return items;
    }
    i = next + 1;
  }
  return items;
}

// "X, Y and Z" from its last phrase, which is a subject.
std::vector<int> ArgumentFinder::CoordinatedLeft(int chunk) const {
  std::vector<int> items = {chunk};
  if (!HasEntity(chunk) || !Is(chunk - 1, Chunk::kConjunction)) return items;
  std::vector<int> more;
  int i = chunk - 2;
  if (Is(i, Chunk::kComma)) --i;
  if (Is(i, Chunk::kClose)) i = SkipParenthesisLeft(i);
  while (HasEntity(i)) {
    more.push_back(i);
    if (Is(i - 1, Chunk::kComma) && HasEntity(i - 2)) {
      i -= 2;
    } else {
      break;
    }
  }
  // Objects of a verb or preposition are not coordinated with the subject of the next clause.
  if (more.empty() || Is(more.back() - 1, Chunk::kVerb) || Is(more.back() - 1, Chunk::kPreposition)) {
    if (more.empty() || !Is(more.back() - 1, Chunk::kVerb) ||
        !window_.tagged.words[window_.chunks[more.back() - 1].first]->Is(Word::kSaying))
      return items;
  }
  items.insert(items.begin(), more.rbegin(), more.rend());
  return items;
}

// The chunk that an infinitive or -ing form depends on: a verb group, or a noun phrase ("talks to buy"); -1:
// none.
int ArgumentFinder::GovernorOf(int verb_chunk) const {
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

std::vector<int> ArgumentFinder::SurfaceSubject(int verb_chunk) const { return Subject(verb_chunk, 0); }

std::vector<int> ArgumentFinder::Subject(int verb_chunk, int depth) const {
  if (depth > kMaxDepth) return {};
  const VerbGroup& verb = window_.chunks[verb_chunk].verb;
  int before = verb_chunk - 1;
  while (Is(before, Chunk::kAdverb) || Is(before, Chunk::kTime) || Is(before, Chunk::kQuote)) --before;
  if (verb.finite()) return SubjectOfFinite(verb_chunk, depth);
  if (verb.reduced) {
    if (Is(before, Chunk::kNoun)) return {before};
    if (Is(before, Chunk::kComma) && Is(before - 1, Chunk::kNoun)) return {before - 1};
    return {};
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
  for (int i = verb_chunk - 1; i >= 0 && i > verb_chunk - kReach; --i) {
    if (Is(i, Chunk::kStop)) break;
    if (Is(i, Chunk::kVerb) && window_.chunks[i].verb.finite()) return Subject(i, depth + 1);
  }
  // "Founded in 2019, Acme makes": the subject of the clause after it.
  return {};
}

std::vector<int> ArgumentFinder::SubjectOfFinite(int verb_chunk, int depth) const {
  int i = verb_chunk - 1;
  int candidate = -1;
  for (int steps = 0; i >= 0 && steps < kReach; ++steps) {
    switch (window_.chunks[i].kind) {
      case Chunk::kNoun:
        if (Is(i - 1, Chunk::kPreposition) && Lower(i - 1) != "than") {
          candidate = candidate < 0 ? i : candidate;
          i -= 2;
          // "one of the firms", "shares of X": go on to the head.
          if (Is(i, Chunk::kNoun)) return CoordinatedLeft(i);
          continue;
        }
        return CoordinatedLeft(i);
      case Chunk::kRelative: {
        int antecedent = i - 1;
        if (Is(antecedent, Chunk::kPreposition)) --antecedent;
        if (Is(antecedent, Chunk::kComma)) --antecedent;
        if (Is(antecedent, Chunk::kClose)) antecedent = SkipParenthesisLeft(antecedent);
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
        i = before;
        continue;
      }
      case Chunk::kConjunction: {
        // "agreed to buy X and completed": the subject of the verb before.
        for (int j = i - 1; j >= 0 && j > i - kReach; --j) {
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

// "a spokesperson for Acme", "the board of Acme": who acts is Acme.
std::vector<int> ArgumentFinder::Represented(std::vector<int> subject) const {
  if (subject.size() != 1 || HasEntity(subject[0])) return subject;
  const int c = subject[0];
  if (!window_.tagged.words[window_.chunks[c].end - 1]->Is(Word::kMetonym)) return subject;
  if (!Is(c + 1, Chunk::kPreposition) || !HasEntity(c + 2)) return subject;
  const std::string_view word = Lower(c + 1);
  if (word != "for" && word != "of" && word != "at" && word != "from") return subject;
  return CoordinatedRight(c + 2, true);
}

void ArgumentFinder::AddPhrase(const std::vector<int>& chunks, Argument::Label label, LemmaId preposition,
                               int distance, Arguments& out) const {
  Argument entities;
  entities.label = label;
  entities.preposition = preposition;
  entities.distance = distance;
  bool first_chunk = true;
  for (int c : chunks) {
    const Chunk& chunk = window_.chunks[c];
    int entity = -1;
    for (int m : chunk.mentions) {
      const DocumentMention& mention = document_.mentions[m];
      if (IsEntityMention(mention)) {
        entity = m;
        continue;
      }
      if (!first_chunk) continue;
      Argument number;
      number.label = label;
      number.preposition = preposition;
      number.mentions = {m};
      number.first = mention.first_token - window_.tagged.window.first;
      number.end = mention.end_token - window_.tagged.window.first;
      number.distance = distance;
      // "a $3bn loan": the number first of all modifies the noun after it.
      number.loose = number.end < chunk.end && window_.tagged.tags[number.end] == Tag::kNoun;
      out.list.push_back(std::move(number));
    }
    if (first_chunk) entities.first = chunk.first;
    entities.end = chunk.end;
    if (entity >= 0) {
      entities.mentions.push_back(entity);
      const int after = document_.mentions[entity].end_token - window_.tagged.window.first;
      const bool head = after >= chunk.end ||
                        (!document_.mentions[entity].possessive && window_.tagged.tags[after] != Tag::kNoun);
      const bool metonym = window_.tagged.words[chunk.end - 1]->Is(Word::kMetonym);
      entities.loose |= !head && !metonym;
    }
    first_chunk = false;
  }
  if (!entities.mentions.empty()) out.list.push_back(std::move(entities));
}

void ArgumentFinder::ScanRight(int from, int penalty, bool takes_object, bool passive, Arguments& out) const {
  int preposition = -1;
  int distance = penalty;
  bool had_object = false;
  bool inner_verb = false;
  for (int i = from; i < size() && i < from + kReach; ++i, ++distance) {
    const Chunk& chunk = window_.chunks[i];
    switch (chunk.kind) {
      case Chunk::kPreposition:
        preposition = i;
        continue;
      case Chunk::kTime:
      case Chunk::kTerm: {
        Argument value;
        value.label = Argument::kPreposition;
        value.preposition = preposition >= 0 ? grammar_.Id(Lower(preposition)) : 0;
        value.mentions = chunk.mentions;
        value.first = chunk.first;
        value.end = chunk.end;
        value.distance = distance;
        out.list.push_back(std::move(value));
        preposition = -1;
        continue;
      }
      case Chunk::kNoun: {
        const bool between = preposition >= 0 && Lower(preposition) == "between";
        const std::vector<int> items = CoordinatedRight(i, between);
        // "raise between $8m and $10m", "raise about $5m": the number is the object.
        if (preposition >= 0 && takes_object && preposition == i - 1 && BoundsNumber(preposition) &&
            StartsWithNumber(i)) {
          preposition = -1;
        }
        if (preposition >= 0) {
          const LemmaId word = grammar_.Id(Lower(preposition));
          AddPhrase(items, passive && word == by_ ? Argument::kSubject : Argument::kPreposition, word,
                    distance, out);
          preposition = -1;
        } else if (takes_object) {
          AddPhrase(items, Argument::kObject, 0, distance, out);
          had_object = StartsWithNumber(i);
          // "pay Acme $5m": a second object may follow at once.
          takes_object = Is(items.back() + 1, Chunk::kNoun);
        } else if (inner_verb && StartsWithNumber(i)) {
          // "ordered Acme to pay $9m": the sum is what the order is about.
          AddPhrase({i}, Argument::kObject, 0, distance, out);
        }
        i = items.back();
        continue;
      }
      case Chunk::kComma:
      case Chunk::kOpen:
      case Chunk::kDash: {
        if (chunk.kind != Chunk::kOpen && Is(i + 1, Chunk::kPreposition)) {
          distance += 2;
          continue;
        }
        // "4 times more memory, 2 times more speed and": the object goes on.
        const int next = i + (Is(i + 1, Chunk::kConjunction) ? 2 : 1);
        if (had_object && chunk.kind == Chunk::kComma && StartsWithNumber(next)) {
          AddPhrase({next}, Argument::kObject, 0, distance + 1, out);
          i = next;
          continue;
        }
        const int after = SkipParenthesisRight(i);
        if (after < 0) return;
        i = after - 1;
        distance += 2;
        continue;
      }
      case Chunk::kConjunction: {
        const int next = i + 1;
        if (Is(next, Chunk::kPreposition)) continue;
        // "trained and deployed the models": two verbs share what follows.
        if (i == from && Is(next, Chunk::kVerb) &&
            window_.chunks[next].verb.main == window_.chunks[next].first) {
          i = next;
          continue;
        }
        if (!Is(next, Chunk::kNoun) || (Is(next + 1, Chunk::kVerb) && window_.chunks[next + 1].verb.finite()))
          return;
        // "for 3 million pounds or $5bn": the same preposition goes on.
        distance += 2;
        continue;
      }
      case Chunk::kVerb:
        if (chunk.verb.finite()) return;
        takes_object = false;
        inner_verb = chunk.verb.infinitive;
        preposition = -1;
        distance += 5;
        continue;
      case Chunk::kSubordinator:
      case Chunk::kRelative:
      case Chunk::kStop:
        return;
      default:
        continue;
    }
  }
}

Governors ArgumentFinder::GovernorsOfVerb(int verb_chunk) const {
  Governors governors;
  int chunk = verb_chunk;
  while (chunk >= 0 && governors.chunks.size() < kMaxDepth) {
    governors.chunks.push_back(chunk);
    chunk = GovernorOf(chunk);
  }
  return governors;
}

Governors ArgumentFinder::GovernorsOfNoun(int chunk) const {
  // To the left: the verb whose object or complement the phrase is.
  for (int i = chunk - 1; i >= 0 && i > chunk - 14; --i) {
    const Chunk::Kind kind = window_.chunks[i].kind;
    if (kind == Chunk::kVerb) return GovernorsOfVerb(i);
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

Arguments ArgumentFinder::OfVerb(int chunk, int end) const {
  Arguments out;
  out.governors = GovernorsOfVerb(chunk);
  const VerbGroup& verb = window_.chunks[chunk].verb;
  if (const std::vector<int> subject = Represented(SurfaceSubject(chunk)); !subject.empty()) {
    AddPhrase(subject, verb.passive ? Argument::kObject : Argument::kSubject, 0, 1, out);
    // "Acme's plan to buy": the owner of the plan is who buys.
    if (verb.infinitive && subject.size() == 1 && subject[0] == chunk - 1) {
      for (Argument& argument : out.list) argument.loose = false;
    }
  }
  int from = chunk + 1;
  while (from < size() && window_.chunks[from].first < end) ++from;
  // Words of the trigger may have ended inside a phrase ("took a stake"): the rest of it still counts.
  ScanRight(from, 1, !verb.passive, verb.passive, out);
  return out;
}

Arguments ArgumentFinder::OfNoun(int chunk, int first, int end) const {
  Arguments out;
  const Chunk& phrase = window_.chunks[chunk];
  for (int m : phrase.mentions) {
    const DocumentMention& mention = document_.mentions[m];
    Argument inner;
    inner.first = mention.first_token - window_.tagged.window.first;
    inner.end = mention.end_token - window_.tagged.window.first;
    inner.mentions = {m};
    inner.distance = inner.first < first ? 0 : 1;
    inner.label = IsEntityMention(mention) && mention.possessive && inner.first < first ? Argument::kPossessor
                                                                                        : Argument::kModifier;
    out.list.push_back(std::move(inner));
  }
  ScanRight(chunk + 1, 0, false, true, out);
  // "Microsoft, a backer of Acme": what the phrase is in apposition to.
  int comma = chunk - 1;
  if (Is(comma, Chunk::kPreposition) && Lower(comma) == "of" && Is(comma - 1, Chunk::kNoun)) comma -= 2;
  if (Is(comma, Chunk::kComma) && HasEntity(comma - 1)) AddPhrase({comma - 1}, Argument::kSubject, 0, 2, out);

  out.governors = GovernorsOfNoun(chunk);
  if (out.governors.chunks.empty()) return out;
  const int governor = out.governors.chunks[0];
  const VerbGroup& verb = window_.chunks[governor].verb;
  if (!out.governors.trigger_is_subject) {
    if (const std::vector<int> subject = Represented(SurfaceSubject(governor)); !subject.empty()) {
      AddPhrase(subject, verb.passive ? Argument::kObject : Argument::kSubject, 0, 3, out);
    }
    // What stands between the verb and the phrase ("is in talks with Acme about a merger").
    Arguments between;
    ScanRight(governor + 1, 4, true, verb.passive, between);
    for (Argument& argument : between.list) {
      if (argument.end <= phrase.first) out.list.push_back(std::move(argument));
    }
  } else {
    Arguments after;
    ScanRight(governor + 1, 4, !verb.passive, verb.passive, after);
    for (Argument& argument : after.list) out.list.push_back(std::move(argument));
  }
  return out;
}

}  // namespace tearsheet
