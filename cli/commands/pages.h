// Lists that come page by page.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/program.h"
#include "cli/text/table.h"
#include "common/status_macros.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace tearsheet {

// How a list is asked for and what its answers are.
template <typename Request, typename Response, typename Entry>
struct ListCall {
  grpc::Status (v1::QueryService::Stub::*method)(grpc::ClientContext*, const Request&, Response*);
  const google::protobuf::RepeatedPtrField<Entry>& (Response::*entries)() const;
  // Entries of one call.
  int32_t page_size;
};
// clang 14 does not deduce the arguments of aggregates by itself.
template <typename Request, typename Response, typename Entry>
ListCall(grpc::Status (v1::QueryService::Stub::*)(grpc::ClientContext*, const Request&, Response*),
         const google::protobuf::RepeatedPtrField<Entry>& (Response::*)() const, int32_t)
    -> ListCall<Request, Response, Entry>;

inline constexpr ListCall kListEvents = {&v1::QueryService::Stub::ListEvents, &v1::ListEventsResponse::events,
                                         500};

// How far a list was read.
struct ListEnd {
  int64_t count = 0;
  // There are further entries.
  bool more = false;
};

// Gives the entries that `request` asks for to `take`, all pages, at most `limit` of them (0: all). Ends with
// the first error, of a call or of `take`.
template <typename Request, typename Response, typename Entry>
absl::StatusOr<ListEnd> ForEachEntry(Client<v1::QueryService>& client,
                                     const ListCall<Request, Response, Entry>& call, Request request,
                                     int64_t limit, const std::function<absl::Status(const Entry&)>& take) {
  ListEnd end;
  do {
    const int64_t left = limit > 0 ? limit - end.count : call.page_size;
    request.set_page_size(static_cast<int32_t>(std::min<int64_t>(call.page_size, left)));
    ASSIGN_OR_RETURN(const Response page, client.Call(call.method, request));
    for (const Entry& entry : (page.*call.entries)()) RETURN_IF_ERROR(take(entry));
    end.count += (page.*call.entries)().size();
    request.set_page_token(page.next_page_token());
    end.more = !request.page_token().empty();
  } while (end.more && (limit == 0 || end.count < limit));
  return end;
}

// Prints the entries: each as a line of JSON, or all as `table`, which `add` adds a row to. `what` names them
// ("deals").
template <typename Request, typename Response, typename Entry>
absl::StatusOr<ExitCode> PrintTable(const Session& session, const ListCall<Request, Response, Entry>& call,
                                    const Request& request, int64_t limit, const char* what, Table table,
                                    void (*add)(const Entry&, Table&)) {
  auto client = session.QueryClient();
  const std::function<absl::Status(const Entry&)> take = [&](const Entry& entry) -> absl::Status {
    if (session.jsonl) return session.PrintJson(entry);
    add(entry, table);
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const ListEnd end, ForEachEntry(client, call, request, limit, take));
  if (session.jsonl) return kExitOk;
  session.console.out << table.Render(session.console.width, session.console.colour);
  if (end.count == 0) session.console.err << "no " << what << '\n';
  if (end.more)
    session.console.err << absl::StrCat("the first ", end.count,
                                        "; there are more: give a larger --limit or narrow the question\n");
  return kExitOk;
}

}  // namespace tearsheet
