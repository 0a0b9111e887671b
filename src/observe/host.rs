//! All processes of a machine.
