//! A container of a pod, as far as policies see it.

use super::protocol::Protocol;

/// A container and the ports that it declares. Only named ports matter, and numbers are matched
/// without a declaration (S22).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// Where in the pod it stands.
    pub kind: ContainerKind,
    /// Its declared ports.
    pub ports: Vec<ContainerPort>,
}

/// Where in a pod a container stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContainerKind {
    /// One of `spec.containers`.
    #[default]
    App,
    /// One of `spec.initContainers`; whether its port names count is open (S28).
    Init,
    /// One of `spec.initContainers` that restarts; whether its port names count is open (S28).
    Sidecar,
}

/// A declared port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerPort {
    /// The name by which rules can ask for it (S24).
    pub name: Option<String>,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its number.
    pub number: u16,
}
