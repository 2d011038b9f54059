//! The keys of annotations.

use crate::k8s::label_key::{LabelKeyError, label_key};

/// Whether `key` may be the key of an annotation (V12): lower-cased, it is that of a label.
///
/// Only ASCII letters are lower-cased. The API server would also take the Kelvin sign for a `k`;
/// nobody who writes one means it.
///
/// # Errors
/// The first rule that it breaks.
pub fn annotation_key(key: &str) -> Result<(), LabelKeyError> {
    label_key(&key.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_may_have_capitals() {
        assert_eq!(annotation_key("Example.COM/Team"), Ok(()));
        assert_eq!(annotation_key("team"), Ok(()));
        assert_eq!(annotation_key(""), Err(LabelKeyError::EmptyName));
        assert_eq!(
            annotation_key("team\n"),
            Err(LabelKeyError::NameCharacter('\n'))
        );
        assert_eq!(
            annotation_key("\u{212a}"),
            Err(LabelKeyError::NameCharacter('\u{212a}'))
        );
        assert_eq!(
            annotation_key(&"A".repeat(64)),
            Err(LabelKeyError::NameTooLong)
        );
    }
}
