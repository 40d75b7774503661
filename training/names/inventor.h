// Invents names of organisations, people, places and products as many countries write them, so that the model
// learns from form and context rather than from lists of the famous.
#pragma once

#include <string>
#include <vector>

#include "training/names/passage.h"
#include "training/names/random.h"

namespace tearsheet {

struct InventedName {
  std::string full;
  // What an article calls it once it has given the full name: "Tovaris" of "Tovaris Robotics".
  std::string short_form;
};

// Lists of words that the lexicons have.
struct NameWords {
  std::vector<std::string> first_names;
  // "Ventures", "Bank": last words of names of organisations.
  std::vector<std::string> heads;
  // Names of the catalogue.
  std::vector<std::string> organisations;
  std::vector<std::string> people;
  std::vector<std::string> places;
  std::vector<std::string> products;
};

class NameInventor {
 public:
  // Borrows `words`.
  explicit NameInventor(const NameWords& words) : words_(words) {}

  InventedName Invent(NameKind kind, Random& random) const;

 private:
  InventedName Organisation(Random& random) const;
  InventedName Person(Random& random) const;
  InventedName Place(Random& random) const;
  InventedName Product(Random& random) const;

  const NameWords& words_;
};

}  // namespace tearsheet
