// Lists of phrases: "X, Y and Z".
#include "ingest_service/events/clause_reader.h"

namespace tearsheet {

// Where an item of a list ends: behind its share ("Acme 23 percent,"), its brackets and where it is ("Acme in
// London,"); -1 when brackets do not close.
int ClauseReader::ItemEnd(int chunk) const {
  int i = chunk + 1;
  if (StartsWithNumber(i) && !HasEntity(i)) ++i;
  if (Is(i, Chunk::kOpen)) i = SkipParenthesisRight(i);
  if (i < 0 || !Is(i, Chunk::kPreposition) || !Is(i + 1, Chunk::kNoun)) return i;
  const int after = i + 2;
  const bool goes_on = Is(after, Chunk::kConjunction) ||
                       (Is(after, Chunk::kComma) &&
                        (IsNamed(after + 1) || (Is(after + 1, Chunk::kConjunction) && IsNamed(after + 2))));
  return goes_on && (Lower(i) == "in" || Lower(i) == "of" || Lower(i) == "at") ? after : i;
}

// "employer peak body the Industry Group": the name in it, or the phrase itself.
int ClauseReader::NamedItem(int chunk) const {
  return Is(chunk, Chunk::kNoun) && !HasEntity(chunk) && IsNamed(chunk + 1) ? chunk + 1 : chunk;
}

// "the Birch Fund", but not "the brewer Birch".
bool ClauseReader::IsNameWithArticle(int chunk) const {
  const Chunk& phrase = window_.chunks[chunk];
  return IsNamed(chunk) && document_.tokens[window_.tagged.window.first + phrase.first].lower == "the" &&
         document_.mentions[phrase.mentions.back()].first_token - window_.tagged.window.first ==
             phrase.first + 1;
}

// A finite verb stands right behind the phrase.
bool ClauseReader::IsSubject(int chunk) const {
  int i = chunk + 1;
  while (Is(i, Chunk::kAdverb)) ++i;
  return Is(i, Chunk::kVerb) && window_.chunks[i].verb.finite();
}

int ClauseReader::BehindAsWellAs(int chunk) const {
  int i = Is(chunk, Chunk::kComma) ? chunk + 1 : chunk;
  if (i + 1 >= size() || i < 0) return -1;
  if (Lower(i) == "along" && Lower(i + 1) == "with") return i + 2;
  return i + 2 < size() && Lower(i) == "as" && Lower(i + 1) == "well" && Lower(i + 2) == "as" ? i + 3 : -1;
}

std::vector<int> ClauseReader::CoordinatedRight(int chunk, bool closed) const {
  std::vector<int> items = ListFrom(chunk, closed);
  if (!IsNamed(items.back())) return items;
  // "Acme and Birch as well as Cedar and the bank Deane".
  const int more = BehindAsWellAs(ItemEnd(items.back()));
  if (more < 0 || !IsNamed(more)) return items;
  const std::vector<int> others = ListFrom(more, closed);
  items.insert(items.end(), others.begin(), others.end());
  return items;
}

// Behind the comma at `chunk` stands another name of a list, not a clause of its own.
bool ClauseReader::GoesOn(int chunk) const {
  if (!Is(chunk, Chunk::kComma) || !IsNamed(chunk + 1)) return false;
  const int after = ItemEnd(chunk + 1);
  return after == size() || Is(after, Chunk::kStop) || Is(after, Chunk::kConjunction) ||
         (Is(after, Chunk::kComma) && (IsNamed(after + 1) || Is(after + 1, Chunk::kConjunction)));
}

// "X, Y and Z" without what "as well as" adds.
std::vector<int> ClauseReader::ListFrom(int chunk, bool closed) const {
  std::vector<int> items = {chunk};
  if (!HasEntity(chunk)) return items;
  std::vector<int> tentative;
  int i = ItemEnd(chunk);
  bool named = true;
  while (i > 0 && i + 1 < size() && i < chunk + kClauseReach) {
    const bool comma = Is(i, Chunk::kComma);
    const bool conjunction = Is(comma ? i + 1 : i, Chunk::kConjunction);
    if (!comma && !conjunction) break;
    const int next = NamedItem(i + (comma ? 1 : 0) + (conjunction ? 1 : 0));
    if (!HasEntity(next)) {
      // "Acme, Birch and other banks": the list ends with those that have no name.
      if (conjunction && named && Is(next, Chunk::kNoun) && !IsSubject(next)) {
        items.insert(items.end(), tentative.begin(), tentative.end());
        return items;
      }
      // "Acme, a local bank, Birch and Cedar": what has no name is left out.
      if (conjunction || tentative.empty() || !Is(next, Chunk::kNoun) || !Is(next + 1, Chunk::kComma)) break;
      i = next + 1;
      continue;
    }
    if (comma && !conjunction && !IsNameWithArticle(next) &&
        window_.tagged.tags[window_.chunks[next].first] == Tag::kDeterminer)
      break;
    // "… and Z said": the last phrase is the subject of a clause of its own.
    if (!closed && conjunction && Is(next + 1, Chunk::kVerb) && window_.chunks[next + 1].verb.finite() &&
        HasFiniteBefore(chunk))
      break;
    named &= IsNamed(next);
    tentative.push_back(next);
    i = ItemEnd(next);
    if (!conjunction) continue;
    items.insert(items.end(), tentative.begin(), tentative.end());
    tentative.clear();
    // "Acme and Birch in London and Cedar in Paris"; "such as Acme and Birch, Cedar, and Deane".
    if (!Is(i, Chunk::kConjunction) && !(closed && GoesOn(i))) return items;
  }
  // A list that "and" does not end has three names at least.
  if (items.size() == 1 && named && tentative.size() > 1 && IsNamed(chunk))
    items.insert(items.end(), tentative.begin(), tentative.end());
  return items;
}

// "X, Y and Z" from its last phrase, which is a subject.
std::vector<int> ClauseReader::CoordinatedLeft(int chunk) const {
  std::vector<int> items = {chunk};
  // "Acme, Birch to merge": a headline leaves out "and".
  if (chunk == 2 && Is(1, Chunk::kComma) && Is(3, Chunk::kVerb) && IsNamed(0) && IsNamed(2)) return {0, 2};
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
  // "A group of X, Y and Z": the group is the subject.
  const bool including =
      !more.empty() && Is(more.back() - 1, Chunk::kVerb) && Lower(more.back() - 1) == "including";
  if (!more.empty() && (Is(more.back() - 1, Chunk::kPreposition) || including)) {
    int head = more.back() - 2;
    if (Is(head, Chunk::kVerb) && window_.chunks[head].verb.reduced) --head;
    if (EndsWith(head, Word::kCollective) && !HasEntity(head)) return {head};
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

}  // namespace tearsheet
