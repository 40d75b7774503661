// Goods that have no name of their own but a maker: "Nvidia chips", "Vestas wind turbines", "Mistral's
// models".
#pragma once

#include "ingest_service/document.h"

namespace tearsheet {

// Adds a mention of a provisional product ("Vestas turbines", its vendor Vestas) on the noun behind each name
// of one organisation that makes it. The names are found already; mentions need no order. Linear in the
// mentions.
void FindMakersGoods(Document& document);

}  // namespace tearsheet
