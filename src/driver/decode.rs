//! From bytes to text.

use std::str;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::SUBSTITUTE;
use crate::source::{FileId, Sources, Span};

/// How large a file may be, in bytes. Spans count in 32 bits, and no policy is written by hand at
/// this size.
const LARGEST: usize = 256 << 20;

/// The same for a manifest, which may be the dump of a cluster.
const LARGEST_MANIFEST: usize = 2 << 30;

/// Adds the text of a file; `Err` with what is wrong where it is none.
pub(super) fn decode(
    sources: &mut Sources,
    name: &str,
    bytes: Vec<u8>,
) -> Result<FileId, Diagnostic> {
    decode_at(sources, None, name, bytes)
}

/// As [`decode`], in the place of an earlier text, where there is one.
pub(super) fn decode_at(
    sources: &mut Sources,
    place: Option<FileId>,
    name: &str,
    bytes: Vec<u8>,
) -> Result<FileId, Diagnostic> {
    let mut put = |text| match place {
        Some(file) => {
            sources.replace(file, name, text);
            file
        }
        None => sources.add(name, text),
    };
    if bytes.len() > LARGEST {
        let file = put(String::new());
        return Err(too_large(file, bytes.len(), LARGEST));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(put(text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = put(text);
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            let width = u32::try_from(char::REPLACEMENT_CHARACTER.len_utf8()).unwrap_or(1);
            let span = Span::new(file, start, start + width);
            Err(
                Diagnostic::new(&codes::INVALID_UTF8, span, "the file is not UTF-8 here")
                    .help("save it as UTF-8"),
            )
        }
    }
}

/// Adds the text of a manifest, which may be much larger; `Err` where it is too large even so. In place
/// of each byte that is not UTF-8 it gets a [`SUBSTITUTE`], so that only the document that holds it is
/// lost to those who read it.
///
/// # Errors
/// What is wrong with the file.
pub fn decode_manifest(
    sources: &mut Sources,
    name: &str,
    bytes: Vec<u8>,
) -> Result<FileId, Diagnostic> {
    decode_manifest_at(sources, None, name, bytes)
}

/// As [`decode_manifest`], in the place of an earlier text, where there is one.
pub(super) fn decode_manifest_at(
    sources: &mut Sources,
    place: Option<FileId>,
    name: &str,
    bytes: Vec<u8>,
) -> Result<FileId, Diagnostic> {
    let length = bytes.len();
    let is_read = length <= LARGEST_MANIFEST;
    let text = if is_read {
        String::from_utf8(bytes).unwrap_or_else(|error| substituted(error.into_bytes()))
    } else {
        String::new()
    };
    let file = match place {
        Some(file) => {
            sources.replace(file, name, text);
            file
        }
        None => sources.add_manifest(name, text),
    };
    if is_read {
        Ok(file)
    } else {
        Err(too_large(file, length, LARGEST_MANIFEST))
    }
}

/// The text in which one character stands for each byte that is part of none.
fn substituted(mut bytes: Vec<u8>) -> String {
    let mut at = 0;
    while let Some(Err(error)) = bytes.get(at..).map(str::from_utf8) {
        let start = at + error.valid_up_to();
        let end = error
            .error_len()
            .map_or(bytes.len(), |length| start + length);
        if let Some(ill) = bytes.get_mut(start..end) {
            ill.fill(u8::try_from(SUBSTITUTE).unwrap_or(b'?'));
        }
        at = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn too_large(file: FileId, length: usize, largest: usize) -> Diagnostic {
    let message = format!(
        "the file has {} MiB, more than the {} that are read",
        length >> 20,
        largest >> 20
    );
    Diagnostic::new(&codes::FILE_TOO_LARGE, Span::new(file, 0, 0), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_character_is_substituted_byte_by_byte() {
        let decoded = |bytes: &[u8]| {
            let mut sources = Sources::default();
            let file = decode_manifest(&mut sources, "a", bytes.to_vec()).unwrap();
            sources.get(file).unwrap().text.clone()
        };
        assert_eq!(decoded("aé".as_bytes()), "aé");
        assert_eq!(
            decoded(b"a\xff\xc3(\xe2\x82b\xc3"),
            "a\x1a\x1a(\x1a\x1ab\x1a"
        );
        assert_eq!(decoded(b"\xff\xff"), "\x1a\x1a");
    }
}
