//! Where Kubernetes leaves an answer open.

/// Something that Kubernetes does not say, and that this answer hangs on.
///
/// A caveat is listed where another reading of its rule, alone or together with others that are
/// listed too, gives the other answer, and where the network may ask about other ends than the
/// question names ([`Caveat::SourceAddress`], [`Caveat::NoSharedFamily`]). So an answer without
/// caveats is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caveat {
    /// Whether an `ipBlock` matches pods by their addresses (S34).
    PodAddresses,
    /// An end is on its node's network: whether it is treated as a pod or as its node (S40).
    HostNetwork,
    /// The target is the node of the source: whether that is always allowed (S39).
    OwnNodeEgress,
    /// Only an init or sidecar container gives the port its name: whether that counts (S28).
    InitContainerPort,
    /// Another container of the pod gave the name, for the same protocol, to another port before:
    /// whether the second counts (S27).
    RepeatedPortName,
    /// A pod connects to itself, and its policies do not allow that: directly it may, but through a
    /// Service that leads back to it the answer is open (S37).
    Loopback,
    /// An end has no known address, and an `ipBlock` might match the one that it will have (S34, S40).
    UnknownAddress,
    /// An `ipBlock` decides on an outside source, of which a load balancer or a node may show its own
    /// address instead (S35).
    SourceAddress,
    /// IPv4 is allowed and IPv6 is not, or the other way round (S44); the answer given is no.
    FamiliesDiffer,
    /// The ends have addresses, but none of one family: no connection can be, whatever policies
    /// say (S44).
    NoSharedFamily,
}
