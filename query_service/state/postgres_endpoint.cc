#include "query_service/state/postgres_endpoint.h"

#include <libpq-fe.h>

#include <fstream>
#include <memory>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

struct OptionsFreer {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsFreer>;

absl::StatusOr<Options> ParseUrl(const std::string& url) {
  // Its text may hold what was given as a password.
  Options options(PQconninfoParse(url.c_str(), nullptr));
  if (options == nullptr)
    return absl::InvalidArgumentError(
        "--store is no URL that PostgreSQL's library takes; it must be "
        "postgresql://USER@HOST:PORT/DATABASE?sslmode=...");
  return options;
}

}  // namespace

absl::Status CheckPostgresUrl(const std::string& url) {
  ASSIGN_OR_RETURN(const Options options, ParseUrl(url));
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) == "password" && option->val != nullptr)
      return absl::InvalidArgumentError(
          "--store holds a password, which every list of processes shows; put it into a file and name that "
          "with --store_password_file, or with passfile= in the URL");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  std::ifstream file(path);
  std::string password;
  if (!std::getline(file, password))
    return absl::InvalidArgumentError(
        absl::StrCat("--store_password_file '", path, "' cannot be read or is empty"));
  return password;
}

}  // namespace tearsheet
