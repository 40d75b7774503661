// Articles for tests.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "tearsheet/v1/article.pb.h"

namespace tearsheet::testing {

// A good article; another `number` is another article.
inline v1::Article MakeArticle(int number) {
  v1::Article article;
  article.set_uri(absl::StrCat("https://harbourwire.example/", number));
  article.set_title(absl::StrCat("Story ", number));
  article.set_body(
      "Harbour Foods agreed to buy Lindqvist Mills for $120 million, both companies said on Monday.");
  article.mutable_publisher()->set_name("Harbour Wire");
  *article.mutable_publish_time() = TimeToProto(absl::FromUnixSeconds(1'760'000'000));
  return article;
}

}  // namespace tearsheet::testing
