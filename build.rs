//! Makes `pidlab_entry` (src/init/entry.rs) the program's first instruction.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-link-arg-bins=-Wl,-e,pidlab_entry");
    // The linker takes from a library only what is asked for.
    println!("cargo:rustc-link-arg-bins=-Wl,-u,pidlab_entry");
}
