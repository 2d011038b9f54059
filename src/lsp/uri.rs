//! Addresses of files.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What has to be escaped in the path of an address, `/` aside.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/');

/// The path of a file on this machine; nothing for any other address.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(rest).decode_utf8().ok()?;
    let path = path.strip_prefix('/')?;
    Some(if is_on_drive(path) {
        PathBuf::from(path)
    } else {
        PathBuf::from(format!("/{path}"))
    })
}

/// The address of a file; nothing where its path is no text.
pub(super) fn of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let root = if path.starts_with('/') { "" } else { "/" };
    let path = utf8_percent_encode(&path, ESCAPED);
    Uri::from_str(&format!("file://{root}{path}")).ok()
}

/// `C:/…`
fn is_on_drive(path: &str) -> bool {
    let mut chars = path.chars();
    chars
        .next()
        .is_some_and(|drive| drive.is_ascii_alphabetic())
        && chars.next() == Some(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_addresses() {
        let path = |uri: &str| path(&Uri::from_str(uri).unwrap());
        let found = |path: &str| Some(PathBuf::from(path));
        assert_eq!(path("file:///a%20b/%C3%A9.netpol"), found("/a b/é.netpol"));
        assert_eq!(path("file://localhost/a"), found("/a"));
        assert_eq!(path("file:///c%3A/x.netpol"), found("c:/x.netpol"));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file://server/share"), None);
        assert_eq!(path("file:///%FF"), None);
    }

    #[cfg(unix)]
    #[test]
    fn addresses_lead_back() {
        for text in ["/a b/é#?%.netpol", "/x/[y]/{z}~-_.netpol"] {
            let uri = of(Path::new(text)).unwrap();
            assert_eq!(path(&uri).as_deref(), Some(Path::new(text)));
        }
        assert_eq!(of(Path::new("/a b")).unwrap().as_str(), "file:///a%20b");
    }
}
