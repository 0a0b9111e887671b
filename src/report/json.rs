//! Processes as JSON: the stable keys, in one place.
//!
//! Every key is always there; what is absent is null. Bytes are text: what is no UTF-8, and what a terminal
//! would act upon, is escaped as in [`escape::bytes`] (`\x80`, `\n`; so a JSON string of a name with a newline
//! has the two characters `\` and `n`).

use crate::escape;
use crate::snapshot::{self, Ended};
use serde::Serialize;

/// A process with the keys that `tree --format json` and the events of a run have.
#[derive(Debug, Clone, Serialize)]
pub struct Process<'a> {
    /// What a lab calls it.
    pub name: Option<&'a str>,
    /// What a lab calls its container.
    pub container: Option<&'a str>,
    /// Its PID in its own namespace.
    pub pid: i32,
    /// Its parent's PID there; 0 if the parent is outside.
    pub ppid: i32,
    /// Its PID on the host.
    pub host_pid: i32,
    /// Its parent's PID on the host.
    pub host_ppid: i32,
    /// `running`, `sleeping`, `disk-sleep`, `stopped`, `traced`, `zombie` or `gone`.
    pub state: &'static str,
    /// Its name in the kernel.
    pub comm: String,
    /// Its arguments; empty for zombies and kernel threads.
    pub command: Vec<String>,
    /// `NSpid`; null where it was not read.
    pub ns_pids: Option<&'a [i32]>,
    /// The inode of its PID namespace; null where it is not known.
    pub pid_namespace: Option<u64>,
    /// Of a zombie: `{"status":7}` or `{"signal":9}`; null for the living, and where it may not be seen.
    pub ended: Option<End>,
}

/// How a process ended, in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// By `exit(2)`.
    Status(i32),
    /// By a signal.
    Signal(i32),
}

impl From<Ended> for End {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Status(status) => Self::Status(status),
            Ended::Signal(signal) => Self::Signal(signal),
        }
    }
}

/// The process with the stable keys.
pub fn process(process: &snapshot::Process) -> Process<'_> {
    Process {
        name: process.name.as_deref(),
        container: process.container.as_deref(),
        pid: process.pid.0,
        ppid: process.ppid.0,
        host_pid: process.id.pid.0,
        host_ppid: process.host_ppid.0,
        state: process.state.word(),
        comm: escape::bytes(&process.comm),
        command: process.command.iter().map(|argument| escape::bytes(argument)).collect(),
        ns_pids: (!process.ns_pids.is_empty()).then_some(process.ns_pids.as_slice()),
        pid_namespace: process.pid_namespace,
        ended: process.ended.map(End::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{HostPid, NsPid, ProcessId, State};

    #[test]
    fn the_keys_are_stable() {
        let zombie = snapshot::Process {
            id: ProcessId { pid: HostPid(18461), start_time: 5 },
            name: Some("sleep".to_owned()),
            container: Some("ubuntu".to_owned()),
            pid: NsPid(16),
            ppid: NsPid(1),
            host_ppid: HostPid(12552),
            ns_pids: vec![18461, 16],
            pid_namespace: Some(4_026_532_281),
            state: State::Zombie,
            comm: b"sl\x80\n".to_vec(),
            command: Vec::new(),
            ended: Some(Ended::Status(7)),
        };
        assert_eq!(
            serde_json::to_string(&process(&zombie)).unwrap(),
            r#"{"name":"sleep","container":"ubuntu","pid":16,"ppid":1,"host_pid":18461,"host_ppid":12552,"#
                .to_owned()
                + r#""state":"zombie","comm":"sl\\x80\\n","command":[],"ns_pids":[18461,16],"#
                + r#""pid_namespace":4026532281,"ended":{"status":7}}"#
        );
        let living = snapshot::Process {
            name: None,
            container: None,
            ns_pids: Vec::new(),
            pid_namespace: None,
            state: State::Sleeping,
            command: vec![b"sleep".to_vec(), b"60".to_vec()],
            ended: None,
            ..zombie
        };
        assert_eq!(
            serde_json::to_string(&process(&living)).unwrap(),
            r#"{"name":null,"container":null,"pid":16,"ppid":1,"host_pid":18461,"host_ppid":12552,"#
                .to_owned()
                + r#""state":"sleeping","comm":"sl\\x80\\n","command":["sleep","60"],"ns_pids":null,"#
                + r#""pid_namespace":null,"ended":null}"#
        );
    }
}
