//! Canonical spelling is the language: it parses, and to what spells itself the same way.

use std::fs;

use netpolc::format;
use netpolc::source::FileId;
use netpolc::syntax::parse;

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
                let spelt = format::statement(statement);
                assert!(!spelt.contains('\n'), "{}: {spelt}", path.display());
                // An address with a zone is refused as a value, in its brackets alone.
                if spelt.contains("%eth") {
                    continue;
                }
                let (again, wrong) = parse(FileId(0), &spelt);
                assert!(wrong.is_empty(), "{}: {spelt}\n{wrong:?}", path.display());
                let again: Vec<String> = again.statements.iter().map(format::statement).collect();
                assert_eq!(again, [spelt], "{}", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 800, "only {count} statements");
}
