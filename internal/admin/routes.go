package admin

import "slices"

// Routes is the whole API, in the order in which it is described.
var Routes = slices.Concat(accountRoutes, identityRoutes, policyRoutes, moneyRoutes, saleRoutes, settingRoutes, clockRoutes, faultRoutes, journalRoutes, cloudRoutes)
