//! Addresses of files.

use std::fmt::Write;

use crate::diagnostics::render::placement::Placement;
use crate::diagnostics::render::sarif::log::{ArtifactLocation, ROOT};

/// The address of a file: from the root of the repository, else a `file:` one. What is on no disk has only
/// a name.
pub(super) fn address(placement: &Placement) -> ArtifactLocation {
    match placement {
        Placement::Below(path) => ArtifactLocation {
            uri: encoded(path),
            uri_base_id: Some(ROOT),
        },
        Placement::Elsewhere(path) => ArtifactLocation {
            uri: file(path),
            uri_base_id: None,
        },
        Placement::Nowhere(name) => ArtifactLocation {
            uri: encoded(name),
            uri_base_id: None,
        },
    }
}

/// `/x/y` and `C:/x/y` are `file:///x/y` and `file:///C:/x/y`.
fn file(path: &str) -> String {
    let path = path.trim_start_matches('/');
    let drive =
        path.get(1..3) == Some(":/") && path.starts_with(|one: char| one.is_ascii_alphabetic());
    let (drive, path) = path
        .split_at_checked(if drive { 2 } else { 0 })
        .unwrap_or(("", path));
    format!("file:///{drive}{}", encoded(path))
}

/// Only letters and digits of ASCII, `-`, `.`, `_`, `~` and `/` stand for themselves.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_path_is_taken_for_a_sign() {
        assert_eq!(encoded("k8s/a-b_c.~1"), "k8s/a-b_c.~1");
        assert_eq!(encoded("a b,c:d%e#f?g"), "a%20b%2Cc%3Ad%25e%23f%3Fg");
        assert_eq!(encoded("é犬\\\n"), "%C3%A9%E7%8A%AC%5C%0A");
    }

    #[test]
    fn a_file_elsewhere_has_a_whole_address() {
        assert_eq!(file("/tmp/a:b"), "file:///tmp/a%3Ab");
        assert_eq!(file("C:/a b"), "file:///C:/a%20b");
        let name = address(&Placement::Nowhere("<stdin>".to_owned()));
        assert_eq!((name.uri.as_str(), name.uri_base_id), ("%3Cstdin%3E", None));
    }
}
