// The tear sheet of a product.
#pragma once

#include "absl/status/statusor.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/product.pb.h"

namespace tearsheet {

// Everything that the state tells of `product` and, unless `exclude_members`, of the members of the family
// that it is. Errors: those of the view, and RESOURCE_EXHAUSTED for a product of more than kMaxSheetDeals
// deals.
absl::StatusOr<v1::ProductSheet> BuildProductSheet(ReadView& view, const v1::Entity& product,
                                                   bool exclude_members);

}  // namespace tearsheet
