//! From bytes to text.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::{FileId, Sources, Span};

/// How large a file may be, in bytes. Spans count in 32 bits, and no policy is written by hand at
/// this size.
const LARGEST: usize = 256 << 20;

/// Adds the text of a file; `Err` with what is wrong where it is none.
pub(super) fn decode(
    sources: &mut Sources,
    name: &str,
    bytes: Vec<u8>,
) -> Result<FileId, Diagnostic> {
    if bytes.len() > LARGEST {
        let file = sources.add(name, "");
        let message = format!(
            "the file has {} MiB, more than the {} that are read",
            bytes.len() >> 20,
            LARGEST >> 20
        );
        return Err(Diagnostic::new(
            &codes::FILE_TOO_LARGE,
            Span::new(file, 0, 0),
            message,
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(sources.add(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = sources.add(name, text);
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
