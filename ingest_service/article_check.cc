#include "ingest_service/article_check.h"

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/utf8.h"

namespace tearsheet {
namespace {

// Collects the violations of one article.
class Violations {
 public:
  void Add(std::string_view path, const std::string& what) {
    auto& violation = *found_.add_field_violations();
    violation.set_field(std::string(path));
    violation.set_description(what);
  }

  void CheckText(std::string_view path, const std::string& text, size_t max_bytes, bool required) {
    if (text.empty() && required) Add(path, "is missing");
    if (text.size() > max_bytes)
      Add(path, absl::StrCat("has ", text.size(), " bytes; the limit is ", max_bytes));
    if (const auto bad = FirstInvalidUtf8(text))
      Add(path, absl::StrCat("is not valid UTF-8 at byte ", *bad, "; convert it before sending"));
  }

  absl::Status Build() const {
    const int count = found_.field_violations_size();
    if (count == 0) return absl::OkStatus();
    const auto& first = found_.field_violations(0);
    std::string message = absl::StrCat(first.field(), " ", first.description());
    if (count > 1) absl::StrAppend(&message, " (and ", count - 1, " more)");
    ErrorBuilder builder(absl::StatusCode::kInvalidArgument, "INVALID_ARTICLE", message);
    for (const auto& violation : found_.field_violations())
      builder.Field(violation.field(), violation.description());
    return builder.Build();
  }

 private:
  google::rpc::BadRequest found_;
};

bool HasScheme(const std::string& uri) {
  const size_t colon = uri.find(':');
  return colon != std::string::npos && colon > 0 && colon + 1 < uri.size() &&
         uri.find_first_of(" \t\r\n") == std::string::npos;
}

}  // namespace

absl::Status CheckArticle(const v1::Article& article, const ArticleLimits& limits, absl::Time now) {
  Violations bad;
  bad.CheckText("article.uri", article.uri(), limits.max_field_bytes, /*required=*/true);
  if (!article.uri().empty() && !HasScheme(article.uri()))
    bad.Add("article.uri", "is no absolute URI such as https://example.com/story");
  bad.CheckText("article.title", article.title(), limits.max_field_bytes, /*required=*/false);
  bad.CheckText("article.body", article.body(), limits.max_body_bytes, /*required=*/true);
  bad.CheckText("article.publisher.name", article.publisher().name(), limits.max_field_bytes,
                /*required=*/false);
  bad.CheckText("article.publisher.domain", article.publisher().domain(), limits.max_field_bytes,
                /*required=*/false);
  bad.CheckText("article.language", article.language(), 64, /*required=*/false);
  if (!article.has_publish_time()) {
    bad.Add("article.publish_time", "is missing");
  } else if (const auto time = TimeFromProto(article.publish_time()); !time.ok()) {
    bad.Add("article.publish_time", std::string(time.status().message()));
  } else if (*time < limits.earliest) {
    bad.Add("article.publish_time",
            absl::StrCat("is ", FormatUtc(*time), "; the earliest allowed is ", FormatUtc(limits.earliest)));
  } else if (*time > now + limits.max_ahead) {
    bad.Add("article.publish_time", absl::StrCat("is ", FormatUtc(*time), "; it may be at most ",
                                                 absl::FormatDuration(limits.max_ahead), " in the future"));
  }
  if (!v1::BodyFormat_IsValid(article.body_format()))
    bad.Add("article.body_format",
            absl::StrCat("is ", static_cast<int>(article.body_format()), ", which is no BodyFormat"));
  return bad.Build();
}

std::string ArticleId(const v1::Article& article) {
  struct Freer {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  // Looking the algorithm up costs as much as using it on a short article.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, Freer> context(EVP_MD_CTX_new());
  EVP_DigestInit_ex(context.get(), sha256, nullptr);
  // Each part is preceded by its length, so that no two articles share a text.
  for (const std::string* part : {&article.uri(), &article.title(), &article.body()}) {
    const std::string length = absl::StrCat(part->size(), ":");
    EVP_DigestUpdate(context.get(), length.data(), length.size());
    EVP_DigestUpdate(context.get(), part->data(), part->size());
  }
  EVP_DigestUpdate(context.get(), article.body_format() == v1::BODY_FORMAT_HTML ? "html" : "text", 4);
  uint8_t digest[EVP_MAX_MD_SIZE];
  EVP_DigestFinal_ex(context.get(), digest, nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 16));
}

}  // namespace tearsheet
