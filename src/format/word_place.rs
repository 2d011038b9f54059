//! Where a word stands, which decides whether it needs quotes.

use crate::format::word;

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordPlace {
    /// Where any name may stand: behind `namespace`.
    Name,
    /// Where a peer may stand, and where one is declared.
    Peer,
    /// Beside the `/` of a peer.
    BesideSlash,
    /// Among ports.
    Port,
    /// In a selector, as a label key.
    LabelKey,
    /// In a selector, as a label value.
    LabelValue,
}

impl WordPlace {
    /// Whether a word needs no quotes here.
    pub fn takes_bare(self, text: &str) -> bool {
        match self {
            Self::Name => word::is_bare(text),
            Self::Peer => word::is_bare_peer(text),
            Self::BesideSlash => word::is_bare_place(text),
            Self::Port => word::is_bare_port(text),
            Self::LabelKey => word::is_bare_key(text),
            Self::LabelValue => word::is_bare_value(text),
        }
    }
}
