//! The program's first instruction.
//!
//! libc's start takes ten times as long as an init needs until its command runs, and until it has blocked signals
//! the kernel drops each one that is sent to it as PID 1. So the linker (`build.rs`) makes this the ELF entry
//! point: it looks whether an init is asked for, and if not, libc starts as if nothing had been.
//!
//! Before libc nothing of it may be used: no `errno` (it lives in thread-local storage), no `memcpy` (which one is
//! chosen at start), no heap, no panic. `scripts/init-entry` disassembles the binary and checks that.
#![allow(unsafe_code)]

use crate::init;
use crate::sys::stack::Arguments;
use core::arch::naked_asm;
use core::sync::atomic::{AtomicPtr, Ordering};

/// What the kernel jumps to: the stack pointer is at argc. It and the register from which libc takes an exit
/// handler must reach libc as they were.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
#[unsafe(no_mangle)]
unsafe extern "C" fn pidlab_entry() -> ! {
    naked_asm!("mov r12, rdx", "mov rdi, rsp", "call {look}", "mov rdx, r12", "jmp _start", look = sym look)
}

/// The same for 64-bit ARM.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
#[unsafe(no_mangle)]
unsafe extern "C" fn pidlab_entry() -> ! {
    naked_asm!("mov x19, x0", "mov x0, sp", "bl {look}", "mov x0, x19", "b _start", look = sym look)
}

static HERE: u8 = 0;
/// The address of [`HERE`] as the linker has written it down.
static WRITTEN_DOWN: &u8 = &HERE;
/// The stack, if it has to be looked at again.
static LATER: AtomicPtr<usize> = AtomicPtr::new(core::ptr::null_mut());

/// Becomes an init, or returns. In a static position-independent program libc itself corrects the addresses in its
/// data: then [`look_again`] has to.
unsafe extern "C" fn look(stack: *mut usize) {
    // SAFETY: a static; volatile, so that the compiler does not think it knows the answer.
    let written_down: *const u8 = unsafe { (&raw const WRITTEN_DOWN).cast::<*const u8>().read_volatile() };
    if written_down != &raw const HERE {
        LATER.store(stack, Ordering::Relaxed);
        return;
    }
    // SAFETY: the kernel has put argc there, argv behind it, and envp behind argv's NULL.
    unsafe {
        let argv = stack.add(1).cast();
        init::begin(Arguments::new(argv, argv.add(*stack + 1)));
    }
}

/// The first thing in `main`: becomes an init if that was too early before.
pub fn look_again() {
    let stack = LATER.swap(core::ptr::null_mut(), Ordering::Relaxed);
    if !stack.is_null() {
        // The standard library has it ignored in us, and the command would inherit that.
        crate::sys::default_signal(nix::sys::signal::Signal::SIGPIPE);
        // SAFETY: what the kernel has put on the stack is still there.
        unsafe { look(stack) };
    }
}
