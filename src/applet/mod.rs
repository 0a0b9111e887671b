//! The names that the init is called by: for each the options and environment that it takes and the way it speaks.
//! Like `init` it works before libc has started, and allocates nothing.

pub mod options;
pub mod peers;
mod tell;
pub mod voice;
