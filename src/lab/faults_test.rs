//! Every fault of a lab file with its place and its words.
