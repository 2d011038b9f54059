//! What would change, as patches.

use std::path::Path;

use similar::TextDiff;

use crate::diagnostics::render::escaped;

/// The name of what is not there.
pub(super) const NONE: &str = "/dev/null";

/// The difference of two texts, each with its name.
pub(super) fn diff((old_name, old): (&str, &[u8]), (new_name, new): (&str, &str)) -> String {
    let old = String::from_utf8_lossy(old);
    let diff = TextDiff::from_lines(old.as_ref(), new);
    diff.unified_diff().header(old_name, new_name).to_string()
}

/// The name of a file.
pub(super) fn shown(path: &Path) -> String {
    escaped(&path.display().to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_patches() {
        assert_eq!(
            diff(("k8s/a.yaml", b"a\nb\n"), ("k8s/a.yaml", "a\nc\n")),
            "--- k8s/a.yaml\n+++ k8s/a.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
        );
        assert_eq!(
            diff((NONE, b""), ("a.yaml", "a\n")),
            "--- /dev/null\n+++ a.yaml\n@@ -0,0 +1 @@\n+a\n"
        );
    }
}
