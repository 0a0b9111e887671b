//! Datagrams with descriptors over a `unix(7)` socket pair (`SOCK_SEQPACKET`).

use crate::sys;
use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, ControlMessage, ControlMessageOwned, MsgFlags, SockFlag, SockType, recvmsg, sendmsg,
    socketpair,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd};

/// The longest message; a container's files and a long command line fit.
const LONGEST: usize = 256 * 1024;

/// Two connected ends.
pub fn pair() -> nix::Result<(OwnedFd, OwnedFd)> {
    socketpair(AddressFamily::Unix, SockType::SeqPacket, None, SockFlag::SOCK_CLOEXEC)
}

/// Sends one message with descriptors.
pub fn send(socket: BorrowedFd<'_>, message: &impl Serialize, fds: &[BorrowedFd<'_>]) -> nix::Result<()> {
    let bytes = serde_json::to_vec(message).map_err(|_| Errno::EINVAL)?;
    if bytes.len() > LONGEST {
        return Err(Errno::EMSGSIZE);
    }
    let raw: Vec<RawFd> = fds.iter().map(AsRawFd::as_raw_fd).collect();
    let rights = [ControlMessage::ScmRights(&raw)];
    let control = if raw.is_empty() { &rights[..0] } else { &rights[..] };
    // MSG_NOSIGNAL: an end that has died is an error of this call, not a SIGPIPE.
    sendmsg::<()>(socket.as_raw_fd(), &[IoSlice::new(&bytes)], control, MsgFlags::MSG_NOSIGNAL, None)
        .map(drop)
}

/// Receives one message with its descriptors; `None` once the other end is closed.
pub fn receive<M: DeserializeOwned>(socket: BorrowedFd<'_>) -> nix::Result<Option<(M, Vec<OwnedFd>)>> {
    let mut bytes = vec![0_u8; LONGEST];
    let mut control = nix::cmsg_space!([RawFd; 8]);
    let mut slices = [IoSliceMut::new(&mut bytes)];
    let received =
        recvmsg::<()>(socket.as_raw_fd(), &mut slices, Some(&mut control), MsgFlags::MSG_CMSG_CLOEXEC)?;
    let mut fds = Vec::new();
    for message in received.cmsgs()? {
        if let ControlMessageOwned::ScmRights(raw) = message {
            fds.extend(raw.into_iter().map(sys::adopt_fd));
        }
    }
    let length = received.bytes;
    if length == 0 {
        return Ok(None);
    }
    let message = serde_json::from_slice(&bytes[..length]).map_err(|_| Errno::EBADMSG)?;
    Ok(Some((message, fds)))
}
