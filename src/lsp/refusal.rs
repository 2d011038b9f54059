//! Why something is not done.

use lsp_server::ErrorCode;

/// Why a request is not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) words: String,
}

impl Refusal {
    pub(super) fn new(code: ErrorCode, words: impl Into<String>) -> Self {
        Self {
            code,
            words: words.into(),
        }
    }
}
