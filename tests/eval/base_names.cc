// base_names FILE: prints each line, a company's name, without its legal form. For measuring.
#include <fstream>
#include <iostream>
#include <string>

#include "ingest_service/mentions/provisional.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: base_names FILE\n";
    return 2;
  }
  std::ifstream names(argv[1]);
  for (std::string name; std::getline(names, name);) std::cout << tearsheet::BaseName(name) << '\n';
  return 0;
}
