//! Any bytes become a tree and diagnostics, whose places lie in the text; the tree spells itself so that
//! it is read as the same. Its parts have classes, one each, and all of them where nothing is wrong.

use netpolc::driver::{Options, run};
use netpolc::source::Sources;
use netpolc::syntax::classes::{Classified, classes};
use netpolc::syntax::parse;

use crate::fuzzing::said::shown;
use crate::support::canonical::{canonical, respelt};
use crate::support::memory::Memory;
use crate::support::{compile, spans};

pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        let run = run(
            vec![compile::bytes(bytes)],
            &Memory::default(),
            &Options::default(),
        );
        let said = shown(&run.sources, &run.diagnostics);
        assert!(
            said.contains("invalid-utf8") && said.lines().count() == 1,
            "{said}"
        );
        return;
    };
    let mut sources = Sources::default();
    let file = sources.add("test.netpol", text);
    let (ast, wrong) = parse(file, text);
    for span in spans::of_ast(&ast) {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    let classes = classes(text);
    let mut end = 0;
    for one in &classes {
        let part = text.get(one.start as usize..one.end as usize);
        assert!(
            one.start >= end && part.is_some_and(|part| !part.is_empty()),
            "{one:?} of {text:?}"
        );
        end = one.end;
    }
    shown(&sources, &wrong);
    assert_eq!(respelt(&ast.statements), None);
    let once = canonical(text);
    let has_mistakes = !wrong.is_empty();
    assert!(once.is_some() != has_mistakes, "{text:?}");
    if !has_mistakes {
        assert_eq!(plain(text, &classes), "", "{text:?}");
    }
    if let Some(once) = once {
        assert_eq!(canonical(&once).as_ref(), Some(&once), "{text:?}");
    }
}

/// What has no class, without blanks and a byte order mark.
fn plain(text: &str, classes: &[Classified]) -> String {
    let mut rest = String::new();
    let mut end = 0;
    for one in classes {
        rest += text.get(end..one.start as usize).unwrap();
        end = one.end as usize;
    }
    rest += text.get(end..).unwrap();
    let rest = rest.strip_prefix('\u{feff}').unwrap_or(&rest);
    rest.split([' ', '\t', '\r', '\n']).collect()
}
