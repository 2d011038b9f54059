//! What mends a conflict.

use crate::check::conflict::Clash;
use crate::check::whole::Whole;
use crate::diagnostics::Diagnostic;

/// Adds the mend to a conflict: an `except`, where one removes exactly the overlap; else words.
pub(super) fn mend(_whole: &Whole<'_>, _clash: &Clash<'_>, diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help("narrow one of the two until they no longer overlap")
}
