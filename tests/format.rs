//! Canonical spelling is the language: it parses, and to what spells itself the same way.

use std::{fs, slice};

use netpolc::source::FileId;
use netpolc::syntax::parse;

use crate::support::canonical::respelt;
use crate::support::golden::{files, root};

#[test]
fn canonical_spelling_parses_to_itself() {
    let mut count = 0;
    for folder in ["examples", "tests/cases"] {
        for path in files(&root().join(folder), ".netpol") {
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let (ast, _) = parse(FileId(0), &text);
            for statement in &ast.statements {
                let wrong = respelt(slice::from_ref(statement));
                assert_eq!(wrong, None, "{}", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 800, "only {count} statements");
}
