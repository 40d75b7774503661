#include <cstdio>
#include <cstdlib>

#include "ingest_service/syntax/model.h"

extern "C" {
extern const char tearsheet_syntax_model_start[], tearsheet_syntax_model_end[];
}

namespace tearsheet {

const SyntaxModel& DefaultSyntaxModel() {
  static const SyntaxModel* const model = [] {
    absl::StatusOr<SyntaxModel> read =
        ReadSyntaxModel({tearsheet_syntax_model_start,
                         static_cast<size_t>(tearsheet_syntax_model_end - tearsheet_syntax_model_start)});
    if (!read.ok()) {
      std::fprintf(stderr, "%s\n", std::string(read.status().message()).c_str());
      std::abort();
    }
    return new SyntaxModel(*std::move(read));
  }();
  return *model;
}

}  // namespace tearsheet
