// The tear sheet of an organisation.
#pragma once

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/company.pb.h"

namespace tearsheet {

// Everything that the state tells of `company`. Errors: those of the view, and RESOURCE_EXHAUSTED for a
// company of more than kMaxSheetDeals deals.
absl::StatusOr<v1::CompanySheet> BuildCompanySheet(const Ontology& ontology, ReadView& view,
                                                   const v1::Entity& company, bool include_units);

// More deals than this are not put on one sheet.
inline constexpr int kMaxSheetDeals = 20'000;

}  // namespace tearsheet
