//! A protocol that policies can name.

/// TCP, UDP or SCTP; of every other one Kubernetes says nothing (S30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Also what an absent protocol means (S21).
    Tcp,
    /// Never matched by a rule for another protocol (S29).
    Udp,
    /// Never taken for TCP, whether a network plugin supports it or not (S29).
    Sctp,
}

impl Protocol {
    /// The protocol of a field, TCP where it is absent (S21); `None` for any word but the three, which
    /// are case-sensitive (V25).
    pub fn of_field(written: Option<&str>) -> Option<Protocol> {
        match written {
            None | Some("TCP") => Some(Protocol::Tcp),
            Some("UDP") => Some(Protocol::Udp),
            Some("SCTP") => Some(Protocol::Sctp),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_exact_and_absent_is_tcp() {
        assert_eq!(Protocol::of_field(None), Some(Protocol::Tcp));
        assert_eq!(Protocol::of_field(Some("SCTP")), Some(Protocol::Sctp));
        assert_eq!(Protocol::of_field(Some("tcp")), None);
        assert_eq!(Protocol::of_field(Some("")), None);
    }
}
