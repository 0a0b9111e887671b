//! Events and snapshots → text and JSON; the only place that colours.
