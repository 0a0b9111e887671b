//! argv and envp as the kernel has laid them on the stack (the System V ABI's "Initial Process Stack"), for
//! `init`, which reads them before libc has started.
#![allow(unsafe_code)]

use super::raw::{self, CStr};

/// The rest of argv from some point on, and the environment.
#[derive(Clone, Copy)]
pub struct Arguments {
    argv: *mut CStr,
    envp: *mut CStr,
}

impl Arguments {
    /// # Safety
    /// Both are NULL-terminated arrays of C strings that stay as long as the process; `argv` may be written to.
    pub const unsafe fn new(argv: *mut CStr, envp: *mut CStr) -> Self {
        Self { argv, envp }
    }

    /// The arguments, as `execve(2)` takes them.
    pub fn argv(self) -> *const CStr {
        self.argv
    }

    /// The environment, likewise.
    pub fn envp(self) -> *const CStr {
        self.envp
    }

    /// The next one; empty at the end.
    pub fn first(self) -> &'static [u8] {
        // SAFETY: an array that ends with NULL.
        unsafe { text(*self.argv) }
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        // SAFETY: as above.
        unsafe { (*self.argv).is_null() }
    }

    /// Without the first; at the end there it stays.
    #[must_use]
    pub fn rest(self) -> Self {
        // SAFETY: it is not the end.
        if self.is_empty() { self } else { Self { argv: unsafe { self.argv.add(1) }, ..self } }
    }

    /// `/bin/sh FILE ARG…` for a FILE that is a script. For all but the very first of the arguments.
    #[must_use]
    pub fn of_shell(self, file: CStr) -> Self {
        // SAFETY: before the command stands at least the name that we were started under.
        unsafe {
            *self.argv = file;
            let argv = self.argv.sub(1);
            *argv = c"/bin/sh".as_ptr().cast();
            Self { argv, ..self }
        }
    }

    /// A variable of the environment.
    pub fn variable(self, name: &[u8]) -> Option<&'static [u8]> {
        self.variables().find_map(|at| value(at, name))
    }

    /// What socket activation asks for (`sd_listen_fds(3)`): the variable that names the process for which the
    /// descriptors are must name this one. `LISTEN_PIDFDID` would contradict it: without that, the PID counts.
    pub fn tell_listen_pid(self, room: &mut [u8; 24]) {
        const NAME: &[u8] = b"LISTEN_PID=";
        for at in self.variables() {
            // SAFETY: an entry of the environment, which is ours to change.
            unsafe {
                if value(at, b"LISTEN_PID").is_some() {
                    let (name, number) = room.split_at_mut(NAME.len());
                    name.iter_mut().zip(NAME).for_each(|(to, from)| *to = *from);
                    decimal(raw::getpid() as u64, number);
                    *at = room.as_ptr();
                } else if value(at, b"LISTEN_PIDFDID").is_some() {
                    *at = c"_=".as_ptr().cast();
                }
            }
        }
    }

    fn variables(self) -> impl Iterator<Item = *mut CStr> {
        // SAFETY: up to the NULL.
        (0..).map(move |index| unsafe { self.envp.add(index) }).take_while(|at| unsafe { !(**at).is_null() })
    }
}

/// The value, if that is the name.
fn value(at: *mut CStr, name: &[u8]) -> Option<&'static [u8]> {
    // SAFETY: a C string.
    let variable = unsafe { text(*at) };
    let (own, rest) = variable.split_at_checked(name.len())?;
    let (equals, value) = rest.split_first()?;
    (*equals == b'=' && same(own, name)).then_some(value)
}

/// Writes a number in decimal digits and returns what was written.
pub fn decimal(number: u64, into: &mut [u8]) -> &[u8] {
    let (mut digits, mut rest) = (1, number / 10);
    while rest > 0 {
        digits += 1;
        rest /= 10;
    }
    let mut left = number;
    for digit in into.iter_mut().take(digits).rev() {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
    }
    into.get(..digits).unwrap_or_default()
}

/// A decimal number; none if there is anything else.
pub fn number(text: &[u8]) -> Option<u32> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(*byte - b'0'));
    let add = |sum: u32, byte| sum.checked_mul(10)?.checked_add(digit(byte)?);
    (!text.is_empty()).then(|| text.iter().try_fold(0, add)).flatten()
}

/// Whether they are equal. `==` would call memcmp, which needs libc.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}

/// A C string's bytes; nothing for NULL.
///
/// # Safety
/// NULL, or a C string that stays as long as the process.
unsafe fn text(start: CStr) -> &'static [u8] {
    let mut length = 0;
    // SAFETY: up to its end. Volatile, so that this does not become a call of strlen.
    unsafe {
        while !start.is_null() && start.add(length).read_volatile() != 0 {
            length += 1;
        }
        if start.is_null() { &[] } else { core::slice::from_raw_parts(start, length) }
    }
}
