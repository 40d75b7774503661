// Trains the model of names: train_names CORPUS_FOLDER LEXICON_FOLDER TEMPLATES MODEL
//
// Writes MODEL and prints, for every corpus, how well it does on the part that was held out. The same input
// gives the same bytes. docs/names_model.md tells what the corpora are.
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/lexicon.h"
#include "ingest_service/mentions/lexicon_file.h"
#include "training/names/corpus.h"
#include "training/names/labels.h"
#include "training/names/patterns.h"
#include "training/names/perceptron.h"

namespace tearsheet {
namespace {

constexpr int kRounds = 6;
// Articles made of each pattern.
constexpr size_t kFillings = 150;
// Tweets are many and unlike news: one of so many is read.
constexpr size_t kTweets = 8;

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  return text.str();
}

absl::StatusOr<NameWords> ReadWords(const std::string& lexicons, const Catalogue& catalogue) {
  NameWords words;
  const std::string path = absl::StrCat(lexicons, "/names.tsv");
  ASSIGN_OR_RETURN(const std::string text, ReadAll(path));
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, path, 2, 2));
  for (const LexiconRow& row : rows) {
    if (row.fields[0] == "first_name") words.first_names.emplace_back(row.fields[1]);
    if (row.fields[0] == "head" && row.fields[1].size() > 1) words.heads.emplace_back(row.fields[1]);
  }
  for (const CatalogueEntry& entry : catalogue.entries()) {
    std::vector<std::string>* list = nullptr;
    switch (entry.entity.kind()) {
      case v1::ENTITY_KIND_ORGANISATION:
      case v1::ENTITY_KIND_OUTLET:
        list = &words.organisations;
        break;
      case v1::ENTITY_KIND_PERSON:
        list = &words.people;
        break;
      case v1::ENTITY_KIND_PLACE:
        list = &words.places;
        break;
      default:
        list = &words.products;
    }
    list->push_back(entry.entity.name());
    for (const std::string& alias : entry.entity.aliases()) {
      if (alias.size() > 2 && list == &words.organisations) list->push_back(alias);
    }
  }
  return words;
}

class Trainer {
 public:
  Trainer(const Catalogue& catalogue, const Lexicon& lexicon, const NameWords& words)
      : catalogue_(catalogue), lexicon_(lexicon), inventor_(words) {}

  // Once as it is, once with other names, and now and then as a headline.
  void Learn(const Passage& passage) {
    Add(passage);
    const Passage other = WithOtherNames(passage, 80, inventor_, random_);
    Add(other);
    if (random_.Percent(15)) Add(InTitleCase(other));
    if (random_.Percent(3)) Add(InCapitals(other));
  }

  void Learn(const Patterns& patterns) {
    for (size_t i = 0; i < patterns.size(); ++i) {
      for (size_t k = 0; k < kFillings; ++k) {
        const Passage passage = patterns.Fill(i, inventor_, random_);
        Add(passage);
        if (random_.Percent(10)) Add(InTitleCase(passage));
        if (random_.Percent(2)) Add(InCapitals(passage));
      }
    }
  }

  NameModel::Weights Train() {
    std::cerr << runs_.size() << " runs\n";
    return TrainPerceptron(runs_, kRounds, random_);
  }

 private:
  void Add(const Passage& passage) { AppendRuns(passage, catalogue_, lexicon_, runs_); }

  const Catalogue& catalogue_;
  const Lexicon& lexicon_;
  NameInventor inventor_;
  Random random_{20250101};
  std::vector<LabelledRun> runs_;
};

void Print(const std::string& name, const NameCounts::Count& count) {
  if (count.wanted == 0) return;
  const double precision = count.found == 0 ? 0 : 1.0 * count.right / count.found;
  const double recall = 1.0 * count.right / count.wanted;
  const double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  std::cout << std::left << std::setw(28) << name << std::fixed << std::setprecision(3) << " P " << precision
            << " R " << recall << " F1 " << f1 << "  (" << count.wanted << ")\n";
}

void Measure(const NameModel& model, const CorpusPart& part, const Catalogue& catalogue,
             const Lexicon& lexicon) {
  static const char* const kKinds[] = {"organisation", "person", "place", "thing"};
  std::vector<LabelledRun> runs;
  for (const Passage& passage : part.test) AppendRuns(passage, catalogue, lexicon, runs);
  NameCounts counts;
  LabelWork work;
  std::vector<NameLabel> labels;
  for (const LabelledRun& run : runs) {
    labels.resize(run.labels.size());
    model.Tag(absl::MakeConstSpan(run.features), work, absl::MakeSpan(labels));
    CountNames(labels, run.labels, counts);
  }
  for (size_t kind = 0; kind < NameCounts::kKinds; ++kind)
    Print(absl::StrCat(part.name, " ", kKinds[kind]), counts.of_kind[kind]);
  Print(absl::StrCat(part.name, " spans"), counts.spans);
}

absl::Status Run(const std::string& corpora, const std::string& lexicons, const std::string& templates,
                 const std::string& output) {
  ASSIGN_OR_RETURN(const Catalogue catalogue, Catalogue::Load({}));
  ASSIGN_OR_RETURN(const Lexicon lexicon, Lexicon::Create(catalogue.vocabulary()));
  ASSIGN_OR_RETURN(const NameWords words, ReadWords(lexicons, catalogue));
  ASSIGN_OR_RETURN(const std::vector<CorpusPart> parts, ReadCorpora(corpora));
  ASSIGN_OR_RETURN(const std::string text, ReadAll(templates));
  ASSIGN_OR_RETURN(const Patterns patterns, Patterns::Read(text));

  Trainer trainer(catalogue, lexicon, words);
  for (const CorpusPart& part : parts) {
    const size_t every = part.name == "btc" || part.name == "wnut17" ? kTweets : 1;
    for (size_t i = 0; i < part.train.size(); i += every) trainer.Learn(part.train[i]);
  }
  trainer.Learn(patterns);
  const std::string bytes = NameModel::Write(trainer.Train());
  std::ofstream file(output, std::ios::binary);
  file << bytes;
  if (!file.flush()) return absl::UnknownError(absl::StrCat(output, ": cannot be written"));

  ASSIGN_OR_RETURN(const NameModel model, NameModel::Read(bytes));
  for (const CorpusPart& part : parts) Measure(model, part, catalogue, lexicon);
  return absl::OkStatus();
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: train_names CORPUS_FOLDER LEXICON_FOLDER TEMPLATES MODEL\n";
    return 2;
  }
  const absl::Status status = tearsheet::Run(argv[1], argv[2], argv[3], argv[4]);
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
