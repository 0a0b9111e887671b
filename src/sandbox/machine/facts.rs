//! Everything that a refusal is explained with.

use super::{Confinement, Kernel, Limits, Place, Privilege, ProcMount, Switches, mounts};

/// What this machine is like, read in well under a millisecond and without making anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The kernel.
    pub kernel: Kernel,
    /// Who we are.
    pub privilege: Privilege,
    /// What turns user namespaces off.
    pub switches: Switches,
    /// Security modules and filters.
    pub confinement: Confinement,
    /// Host, container or WSL.
    pub place: Place,
    /// How `/proc` is mounted.
    pub proc: ProcMount,
    /// How many processes may be made.
    pub limits: Limits,
}

impl Facts {
    /// Reads them now. What cannot be read is left empty: a missing file is a fact too.
    pub fn collect() -> Self {
        let kernel = Kernel::collect();
        let mounts = mounts::mounts();
        let confinement = Confinement::collect();
        let proc = ProcMount::of(&mounts);
        // A file that an engine leaves in the root folder may have come with a copied disk image.
        let contained = proc.layered || !proc.masked.is_empty() || confinement.filtered();
        Self {
            place: Place::collect(&kernel.release, contained),
            privilege: Privilege::collect(),
            switches: Switches::collect(),
            limits: Limits::collect(&mounts),
            kernel,
            confinement,
            proc,
        }
    }
}
