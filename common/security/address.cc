#include "common/security/address.h"

namespace tearsheet {
namespace {

constexpr std::string_view kTls = "grpcs://";
constexpr std::string_view kPlain = "grpc://";

// True for "127.a.b.c" written with digits only: "127.example.com" is a name like any other.
bool IsLoopbackIpv4(std::string_view host) {
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

bool IsLoopback(std::string_view address) {
  if (address.starts_with("unix:")) return true;
  const std::string_view host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" || IsLoopbackIpv4(host);
}

Target ParseTarget(std::string_view text) {
  if (text.starts_with(kTls)) return {std::string(text.substr(kTls.size())), true};
  if (text.starts_with(kPlain)) text.remove_prefix(kPlain.size());
  return {std::string(text), false};
}

}  // namespace tearsheet
