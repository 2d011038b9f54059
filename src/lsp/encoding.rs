//! How a client counts columns.

use lsp_types::{ClientCapabilities, PositionEncodingKind};

/// The units of columns in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what clients count that say nothing.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one of those that a client offers that costs least.
    pub(super) fn negotiated(client: &ClientCapabilities) -> Self {
        let general = client.general.as_ref();
        let offered = general.and_then(|one| one.position_encodings.as_deref());
        let offers = |kind: PositionEncodingKind| offered.is_some_and(|all| all.contains(&kind));
        if offers(PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offers(PositionEncodingKind::UTF32) && !offers(PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units a character has.
    pub(super) fn width(self, char: char) -> usize {
        match self {
            Self::Utf8 => char.len_utf8(),
            Self::Utf16 => char.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}
